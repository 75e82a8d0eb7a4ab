import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { checkSeed } from './adaptiveOptions.ts'

/** Options of adaptive random forests. */
export interface ForestOptions {
  /** How many trees. Default 10. */
  readonly trees?: number | undefined
  /** Features that a leaf watches: `sqrt` (default) or `log2` of their number, all, so many, or a share below 1. */
  readonly maxFeatures?: 'sqrt' | 'log2' | 'all' | number | undefined
  /** Mean of the Poisson distribution that says how often a tree learns a record. Default 6. */
  readonly lambda?: number | undefined
  /** ADWIN's probability of a false alarm, upon which a tree is replaced; null for never. Default 0.001. */
  readonly driftDelta?: number | null | undefined
  /** The same of a warning, upon which a tree is grown in the background; null for none. Default 0.01. */
  readonly warningDelta?: number | null | undefined
  /** Default 0. */
  readonly seed?: number | undefined
}

export const FOREST_OPTIONS = ['trees', 'maxFeatures', 'lambda', 'driftDelta', 'warningDelta', 'seed'] as const

/** {@link ForestOptions} with defaults filled in. */
export interface ForestSettings {
  readonly trees: number
  readonly maxFeatures: 'sqrt' | 'log2' | 'all' | number
  readonly lambda: number
  readonly driftDelta: number | null
  readonly warningDelta: number | null
  readonly seed: number
}

/** @throws FlinknbError `INVALID_OPTION` */
export function readForest(call: string, options: ForestOptions): ForestSettings {
  const { trees = 10, maxFeatures = 'sqrt', lambda = 6, driftDelta = 0.001, warningDelta = 0.01, seed = 0 } = options
  checkNumber(call, 'trees', trees, { from: 1, to: 10_000, whole: true })
  const isNumber =
    typeof maxFeatures === 'number' && maxFeatures > 0 && (maxFeatures < 1 || Number.isInteger(maxFeatures))
  if (!isNumber && maxFeatures !== 'sqrt' && maxFeatures !== 'log2' && maxFeatures !== 'all') {
    throw new FlinknbError('INVALID_OPTION', `${call}: maxFeatures: ${show(maxFeatures)} cannot be used.`, {
      fix: `Pass 'sqrt', 'log2', 'all', a whole number of features or a share below 1.`,
    })
  }
  checkNumber(call, 'lambda', lambda, { above: 0, to: 500 })
  if (driftDelta !== null) checkNumber(call, 'driftDelta', driftDelta, { above: 0, below: 1 })
  if (warningDelta !== null) checkNumber(call, 'warningDelta', warningDelta, { above: 0, below: 1 })
  checkSeed(call, seed)
  return { trees, maxFeatures, lambda, driftDelta, warningDelta, seed }
}

/** How many of `width` features a leaf watches: at least one. */
export function featuresPerLeaf({ maxFeatures }: ForestSettings, width: number): number {
  const wanted =
    maxFeatures === 'all'
      ? width
      : maxFeatures === 'sqrt'
        ? Math.round(Math.sqrt(width))
        : maxFeatures === 'log2'
          ? Math.round(Math.log2(width))
          : maxFeatures < 1
            ? Math.floor(maxFeatures * width)
            : maxFeatures
  return Math.max(1, Math.min(width, wanted))
}
