import type { Metric, MetricClass } from './metric.ts'

/** Plain data of {@link WindowedMetrics}: labels, predictions and weights, oldest first. */
export type WindowedMetricsState = readonly (readonly [number, number, number])[]

/**
 * Metrics over the newest `capacity` records. Nothing is ever subtracted: a value is computed from the records in the
 * window when it is asked for, so nothing drifts. Memory: 3 numbers a record; a value costs one pass over the window.
 */
export class WindowedMetrics {
  private readonly yTrue: Float64Array
  private readonly yPred: Float64Array
  private readonly weights: Float64Array
  private added = 0

  constructor(
    readonly capacity: number,
    private readonly classes: readonly MetricClass[],
  ) {
    this.yTrue = new Float64Array(capacity)
    this.yPred = new Float64Array(capacity)
    this.weights = new Float64Array(capacity)
  }

  add(yTrue: number, yPred: number, weight = 1): void {
    const place = this.added++ % this.capacity
    this.yTrue[place] = yTrue
    this.yPred[place] = yPred
    this.weights[place] = weight
  }

  /** One value a class, in their order; null where it is not defined. */
  values(): (number | null)[] {
    const metrics: Metric[] = this.classes.map(Class => new Class())
    for (const [yTrue, yPred, weight] of this.toJSON()) for (const metric of metrics) metric.add(yTrue, yPred, weight)
    return metrics.map(metric => metric.value)
  }

  toJSON(): WindowedMetricsState {
    const length = Math.min(this.added, this.capacity)
    return Array.from({ length }, (_, i) => {
      const place = (this.added - length + i) % this.capacity
      return [this.yTrue[place] as number, this.yPred[place] as number, this.weights[place] as number] as const
    })
  }

  restore(state: WindowedMetricsState): void {
    this.added = 0
    for (const [yTrue, yPred, weight] of state) this.add(yTrue, yPred, weight)
  }
}
