/** Smallest and largest value of several columns. Memory: 2 numbers a column. */
export class ColumnRanges {
  constructor(
    readonly min: Float64Array,
    readonly max: Float64Array,
  ) {}

  static empty(width: number): ColumnRanges {
    return new ColumnRanges(new Float64Array(width), new Float64Array(width))
  }

  /** @param first whether nothing was added before */
  add(x: Float64Array, first: boolean): void {
    const { min, max } = this
    for (let j = 0; j < min.length; j++) {
      const value = x[j] as number
      if (first || value < (min[j] as number)) min[j] = value
      if (first || value > (max[j] as number)) max[j] = value
    }
  }

  /** Adds what another has seen; its column `columns[j]` belongs to column j. */
  merge(other: ColumnRanges, columns: readonly number[], first: boolean): void {
    this.add(
      Float64Array.from(columns, column => other.min[column] as number),
      first,
    )
    this.add(
      Float64Array.from(columns, column => other.max[column] as number),
      false,
    )
  }
}
