import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { checkNumber } from '../gradient/numberOption.ts'

/** Options of `ml.ConformalIntervals`. */
export interface ConformalOptions {
  /** The share of labels that should lie within. Default 0.9. */
  readonly level?: number | undefined
  /** How many of the newest residuals decide; null for all of them, by the P² algorithm, two-sided. Default 500. */
  readonly window?: number | null | undefined
  /**
   * `symmetric` (default): as far up as down, with the guarantee of split conformal prediction. `twoSided`: the quantiles
   * of each side, for residuals that lean to one; River's `RegressionJackknife`.
   */
  readonly sides?: 'symmetric' | 'twoSided' | undefined
  /**
   * Widens after misses and narrows after hits, so that coverage holds in the long run while the world changes (adaptive
   * conformal inference; Gibbs and Candès, NeurIPS 2021). Default false.
   */
  readonly adaptive?: boolean | undefined
  /** γ of adaptive intervals: how fast. Default 0.005, as in the paper. */
  readonly adaptationRate?: number | undefined
}

/** {@link ConformalOptions}, all of them there. */
export interface ConformalSettings {
  readonly level: number
  readonly window: number | null
  readonly sides: 'symmetric' | 'twoSided'
  readonly adaptive: boolean
  readonly adaptationRate: number
}

/** @throws FlinknbError `INVALID_OPTION` */
export function readConformalOptions(options: ConformalOptions): ConformalSettings {
  const call = 'ConformalIntervals'
  checkOptionNames(call, options, ['level', 'window', 'sides', 'adaptive', 'adaptationRate'])
  const { level = 0.9, window = 500, adaptive = false, adaptationRate = 0.005 } = options
  const sides = options.sides ?? (window === null ? 'twoSided' : 'symmetric')
  checkNumber(call, 'level', level, { above: 0, below: 1 })
  checkNumber(call, 'adaptationRate', adaptationRate, { above: 0, below: 1 })
  if (window !== null) checkNumber(call, 'window', window, { from: 1, whole: true })
  if (typeof adaptive !== 'boolean') {
    throw new FlinknbError('INVALID_OPTION', `${call}: adaptive: ${show(adaptive)} is not true or false.`)
  }
  if (sides !== 'symmetric' && sides !== 'twoSided') {
    throw new FlinknbError('INVALID_OPTION', `${call}: sides: ${show(sides)} cannot be used.`, {
      fix: `Pass 'symmetric' or 'twoSided'.`,
    })
  }
  if (window === null && (adaptive || sides === 'symmetric')) {
    throw new FlinknbError('INVALID_OPTION', `${call}: window: null goes with fixed two-sided intervals only.`, {
      fix: 'Pass a number of residuals, such as window: 500.',
    })
  }
  const needed = Math.ceil(level / (1 - level) - 1e-9)
  if (window !== null && sides === 'symmetric' && window < needed) {
    throw new FlinknbError('INVALID_OPTION', `${call}: window: ${window} residuals cannot cover ${level}.`, {
      fix: `Pass ${needed} or more.`,
    })
  }
  return { level, window, sides, adaptive, adaptationRate }
}
