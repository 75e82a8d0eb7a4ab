const CHARACTER_PX = 7.4
const PADDING_PX = 24
const MIN_PX = 56
const MAX_CHARACTERS = 40

/** Widths of a table's columns in pixels, by their longest text. They only grow, so that nothing jumps while rows come. */
export class ColumnWidths {
  private widths: number[] = []

  /** Starts again with new column names. */
  reset(names: readonly string[]): void {
    this.widths = names.map(widthOf)
  }

  /** Takes a text into account; true when its column became wider. */
  fit(column: number, text: string): boolean {
    const width = widthOf(text)
    if (width <= (this.widths[column] ?? 0)) return false
    this.widths[column] = width
    return true
  }

  of(column: number): number {
    return this.widths[column] ?? MIN_PX
  }

  get total(): number {
    return this.widths.reduce((sum, width) => sum + width, 0)
  }
}

function widthOf(text: string): number {
  return Math.max(MIN_PX, Math.ceil(Math.min(text.length, MAX_CHARACTERS) * CHARACTER_PX + PADDING_PX))
}
