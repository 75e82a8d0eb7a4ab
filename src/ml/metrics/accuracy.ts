import { CountMetric } from './countMetric.ts'

/** Share of records predicted rightly. */
export class Accuracy extends CountMetric {
  static readonly metricName = 'Accuracy'
  readonly name = Accuracy.metricName

  protected figure(): number {
    return this.matrix.correct / this.matrix.total
  }
}
