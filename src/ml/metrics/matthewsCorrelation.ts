import { CountMetric } from './countMetric.ts'

/**
 * Matthews' correlation coefficient for any number of classes (Gorodkin, 2004): 1 is perfect, 0 as good as chance. 0 while labels
 * or predictions are all of one class, as in scikit-learn.
 */
export class MCC extends CountMetric {
  static readonly metricName = 'MCC'
  readonly name = MCC.metricName

  protected figure(): number {
    const { total, correct, trueTotals, predictedTotals } = this.matrix
    const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, k) => sum + x * (b[k] as number), 0)
    const spread = (totals: readonly number[]) => total * total - dot(totals, totals)
    const scale = Math.sqrt(spread(trueTotals)) * Math.sqrt(spread(predictedTotals))
    return scale > 0 ? (correct * total - dot(trueTotals, predictedTotals)) / scale : 0
  }
}
