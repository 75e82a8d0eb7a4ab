import { checkOptionNames } from '../../base/options.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { checkChoice } from '../preprocessing/checkChoice.ts'
import { GROWTH_OPTIONS, type GrowthOptions, type GrowthSettings, readGrowth } from './growth.ts'
import type { LeafModelKind } from './leafModel.ts'
import type { ValueLeafPrediction } from './valueLeaf.ts'
import type { ValueTreeSettings } from './valueTree.ts'

/** Options of every regression tree. */
export interface ValueTreeOptions extends GrowthOptions {
  /**
   * How a leaf predicts: the mean of its labels (`mean`), a linear model in the leaf (`model`), or whichever of the two has erred
   * less of late (`adaptive`, default).
   */
  readonly leafPrediction?: ValueLeafPrediction | undefined
  /**
   * How the models of leaves learn: `normalized` (default) is safe whatever the features' scale; `sgd` is what River's leaves do,
   * and needs a `StandardScaler` before it: without, the recorded run on trump_approval errs by 474,540,586,885 at its second record.
   */
  readonly leafModel?: LeafModelKind | undefined
  /** What remains of a squared error one record later, when mean and model are compared. Default 0.95. */
  readonly selectorDecay?: number | undefined
  /** Weight that each side of a split must have. Default 5. */
  readonly minSamples?: number | undefined
  /** Thresholds kept for each feature and leaf. Default 128. */
  readonly maxBins?: number | undefined
  /** Rounds features for the choice of thresholds, as River does to 1 digit; default null, not at all. */
  readonly digits?: number | null | undefined
}

/**
 * @param more names of options that the caller reads itself
 * @throws FlinknbError `INVALID_OPTION`
 */
export function readValueTree(
  call: string,
  options: ValueTreeOptions,
  more: readonly string[] = [],
  defaults: Partial<GrowthSettings> = {},
): ValueTreeSettings {
  checkOptionNames(call, options, [
    ...more,
    ...GROWTH_OPTIONS,
    'leafPrediction',
    'leafModel',
    'selectorDecay',
    'minSamples',
    'maxBins',
    'digits',
  ])
  const {
    leafPrediction = 'adaptive',
    leafModel = 'normalized',
    selectorDecay = 0.95,
    minSamples = 5,
    maxBins = 128,
    digits = null,
  } = options
  checkChoice(call, 'leafPrediction', leafPrediction, ['mean', 'model', 'adaptive'])
  checkChoice(call, 'leafModel', leafModel, ['normalized', 'sgd'])
  checkNumber(call, 'selectorDecay', selectorDecay, { from: 0, to: 1 })
  checkNumber(call, 'minSamples', minSamples, { from: 1 })
  checkNumber(call, 'maxBins', maxBins, { from: 2, to: 1_000_000, whole: true })
  if (digits !== null) checkNumber(call, 'digits', digits, { from: 0, to: 15, whole: true })
  return {
    ...readGrowth(call, options, defaults),
    leafPrediction,
    leafModel,
    selectorDecay,
    minSamples,
    maxBins,
    digits,
  }
}
