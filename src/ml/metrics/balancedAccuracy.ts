import { CountMetric } from './countMetric.ts'

/** Mean of each true class's share predicted rightly: rare classes count as much as frequent ones. */
export class BalancedAccuracy extends CountMetric {
  static readonly metricName = 'BalancedAccuracy'
  readonly name = BalancedAccuracy.metricName

  protected figure(): number {
    const totals = this.matrix.trueTotals
    const shares = totals.flatMap((total, k) => (total > 0 ? [(this.matrix.counts[k]?.[k] as number) / total] : []))
    return shares.reduce((sum, share) => sum + share, 0) / shares.length
  }
}
