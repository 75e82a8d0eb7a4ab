/** A sum whose rounding error is carried along (Neumaier, 1974): right to the last digit for any realistic count. */
export class CompensatedSum {
  private sum = 0
  private carried = 0

  add(value: number): void {
    const next = this.sum + value
    this.carried += Math.abs(this.sum) >= Math.abs(value) ? this.sum - next + value : value - next + this.sum
    this.sum = next
  }

  get value(): number {
    return this.sum + this.carried
  }

  merge(other: CompensatedSum): void {
    this.add(other.sum)
    this.carried += other.carried
  }

  /** Multiplies the sum by a factor. */
  scale(factor: number): void {
    this.sum *= factor
    this.carried *= factor
  }

  toJSON(): readonly number[] {
    return [this.sum, this.carried]
  }

  restore([sum = 0, carried = 0]: readonly number[]): void {
    this.sum = sum
    this.carried = carried
  }
}
