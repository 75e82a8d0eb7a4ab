/** A figure of how good predictions are: streaming, mergeable, O(1) memory. */
export interface Metric {
  readonly name: string
  /** Whether a smaller value is better (errors) or a larger one (R²). */
  readonly better: 'lower' | 'higher'
  add(yTrue: number, yPred: number, weight?: number): void
  /** Null before it is defined. */
  readonly value: number | null
  /** Adds what another metric of the same class has seen. */
  merge(other: this): void
  toJSON(): readonly number[]
  /** Takes the numbers that `toJSON` gave. */
  restore(state: readonly number[]): void
}

/** The class of a metric; `metricName` is its column in evaluation rows. */
export interface MetricClass<Name extends string = string> {
  readonly metricName: Name
  new (): Metric
}
