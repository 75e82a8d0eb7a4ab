import { studentTQuantile } from '../statistics/studentT.ts'
import { checkLevel } from './regressionInterval.ts'

/** Where a label is expected: Student's t, moved by `mean` and stretched by `scale`. Plain numbers. */
export class PredictiveDistribution {
  constructor(
    readonly mean: number,
    /** Null while too little is known of the noise. */
    readonly scale: number | null,
    readonly degreesOfFreedom: number,
  ) {}

  /** `scale² ν / (ν − 2)`; null where it is infinite or unknown. */
  get variance(): number | null {
    const { scale, degreesOfFreedom } = this
    return scale !== null && degreesOfFreedom > 2 ? (scale * scale * degreesOfFreedom) / (degreesOfFreedom - 2) : null
  }

  /**
   * The central interval that holds the label with probability `level`; null while too little is known of the noise.
   *
   * @throws FlinknbError `INVALID_OPTION` when `level` is not between 0 and 1
   */
  interval(level = 0.95): { readonly lower: number; readonly upper: number } | null {
    checkLevel('interval', level)
    if (this.scale === null) return null
    const reach = studentTQuantile((1 + level) / 2, this.degreesOfFreedom) * this.scale
    return { lower: this.mean - reach, upper: this.mean + reach }
  }
}
