/** A saved detector: plain data whose numbers survive JSON bit for bit. */
export interface DetectorJSON {
  /** The class: `ADWIN`, `PageHinkley`. */
  readonly type: string
  /** Version of this layout. */
  readonly format: 1
  readonly options: Readonly<Record<string, unknown>>
  readonly state: unknown
}

/**
 * Watches a stream of numbers (errors, residuals, a feature) and says when they no longer come from where they came from.
 * Takes one value at a time; an alarm stands until the next value, with which the detector starts anew.
 */
export interface DriftDetector {
  readonly type: string
  readonly options: Readonly<Record<string, unknown>>
  /** Values seen since the start, or since the newest alarm. */
  readonly n: number
  /** Whether the newest value raised the alarm. */
  readonly driftDetected: boolean
  /** Whether a change may be coming; false for detectors that know no warnings, and while `driftDetected`. */
  readonly warningDetected: boolean
  /** What the detector takes the level of the values to be, in their own units; null before it has one. */
  readonly estimate: number | null
  /**
   * Takes the next value and says whether it raised the alarm. True counts as 1 and false as 0.
   *
   * @throws FlinknbError `MODEL` naming the value that is no finite number, or lies outside the detector's bounds
   */
  update(x: number | boolean): boolean
  /** Forgets everything. */
  reset(): void
  /** A fresh detector of the same options. */
  clone(): DriftDetector
  toJSON(): DetectorJSON
  /** Puts a saved state into this very object. @throws FlinknbError `MODEL` when it is of another class or options */
  restore(json: DetectorJSON): void
}
