/** A row of the windows that the benchmarks compute: how many purchases, and their mean price. */
export interface WindowRow {
  readonly key: string
  readonly windowStart: number
  readonly windowEnd: number
  readonly n: number
  readonly meanPrice: number | null
}
