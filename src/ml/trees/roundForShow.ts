/** A number with at most five digits that count, for people to read. */
export function round(value: number): number {
  return Number(value.toPrecision(5))
}
