/** A figure over a stream of numbers: one value at a time, in bounded memory. */
export interface StreamingStatistic {
  add(x: number): void
  /** Null before it is defined. */
  readonly value: number | null
  /** Plain data: everything it remembers. */
  toJSON(): unknown
  /** Takes what `toJSON` of one with the same options gave. */
  restore(state: unknown): void
}
