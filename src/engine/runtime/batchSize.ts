const SMALLEST = 16
const LARGEST = 2_048
const TARGET_MS = 3

/** How many records a poll asks for: as many as take about three milliseconds, so that a slice keeps its time. */
export class BatchSize {
  records = 256

  /** @param elapsedMs time that a poll of `records` and everything downstream of it took */
  adapt(records: number, elapsedMs: number): void {
    if (elapsedMs > 2 * TARGET_MS) this.records = Math.max(SMALLEST, this.records >> 1)
    else if (elapsedMs < TARGET_MS && records === this.records) this.records = Math.min(LARGEST, this.records << 1)
  }
}
