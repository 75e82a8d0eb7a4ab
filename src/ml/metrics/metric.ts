/** A figure of how good predictions are: streaming and mergeable; what it remembers is bounded, as each class says. */
export interface AnyMetric {
  readonly name: string
  /** Whether a smaller value is better (errors) or a larger one (R²). */
  readonly better: 'lower' | 'higher'
  /** Null before it is defined. */
  readonly value: number | null
  /** Adds what another metric of the same class has seen. */
  merge(other: this): void
  /** Multiplies the weight of everything so far; absent where old records cannot fade (a maximum, a median). */
  fade?(factor: number): void
  /** Plain data: everything it remembers. */
  toJSON(): unknown
}

/** A figure about predicted numbers. */
export interface Metric extends AnyMetric {
  add(yTrue: number, yPred: number, weight?: number): void
  toJSON(): readonly number[]
  /** Takes the numbers that `toJSON` gave. */
  restore(state: readonly number[]): void
}

/** The class of a metric about numbers; `metricName` is its column in evaluation rows. */
export interface MetricClass<Name extends string = string> {
  readonly metricName: Name
  new (): Metric
}
