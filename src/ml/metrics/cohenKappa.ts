import { CountMetric } from './countMetric.ts'

/** Cohen's kappa: agreement beyond what chance would give; 1 is perfect, 0 is chance. Null while chance alone gives 1. */
export class CohenKappa extends CountMetric {
  static readonly metricName = 'CohenKappa'
  readonly name = CohenKappa.metricName

  protected figure(): number | null {
    const { total, correct, trueTotals, predictedTotals } = this.matrix
    const byChance = trueTotals.reduce((sum, x, k) => sum + x * (predictedTotals[k] as number), 0) / (total * total)
    return byChance < 1 ? (correct / total - byChance) / (1 - byChance) : null
  }
}
