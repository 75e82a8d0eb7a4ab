/** Characters a cell may print at once, and how many it regains a second. */
export const BURST_CHARACTERS = 1_000_000
export const CHARACTERS_PER_SECOND = 200_000

/**
 * Bounds what one cell prints: up to 1,000,000 characters at once and 200,000 a second for long. Beyond that text is left
 * out and counted, so that a flood of logs drowns neither the channel nor the notebook.
 */
export class TextBudget {
  private left = BURST_CHARACTERS
  private at: number
  /** Characters left out so far and not yet reported. */
  leftOut = 0

  /** @param now milliseconds, from any start */
  constructor(private readonly now: () => number) {
    this.at = now()
  }

  /** The part of the text that may be printed. After a gap, nothing until half a second's worth has come together. */
  admit(text: string): string {
    const now = this.now()
    this.left = Math.min(BURST_CHARACTERS, this.left + ((now - this.at) / 1000) * CHARACTERS_PER_SECOND)
    this.at = now
    const waits = this.leftOut > 0 && this.left < CHARACTERS_PER_SECOND / 2
    const admitted = waits ? '' : text.slice(0, Math.floor(this.left))
    this.left -= admitted.length
    this.leftOut += text.length - admitted.length
    return admitted
  }
}
