/** How far labels may lie from their prediction. */
export interface ResidualBounds {
  readonly lower: number
  readonly upper: number
}

/** Keeps residuals and says between which bounds the next one will lie. */
export interface ResidualScores {
  add(residual: number): void
  /**
   * Where a share of 1 − alpha of residuals lies; null while there are too few to say.
   *
   * @param alpha between 0 and 1
   */
  bounds(alpha: number): ResidualBounds | null
  toJSON(): unknown
  restore(state: unknown): void
}
