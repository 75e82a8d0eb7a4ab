import { checkOptionNames } from '../../base/options.ts'
import type { ClassLabel } from '../estimator/classifier.ts'
import { classOption, readClasses } from '../gradient/binaryClassifier.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { checkChoice } from '../preprocessing/checkChoice.ts'
import type { ClassLeafPrediction } from './classLeaf.ts'
import type { ClassTreeSettings } from './classTree.ts'
import { GROWTH_OPTIONS, type GrowthOptions, type GrowthSettings, readGrowth } from './growth.ts'
import type { SplitCriterion } from './impurity.ts'

/** Options of every classification tree. */
export interface ClassTreeOptions extends GrowthOptions {
  /** How splits are judged: `infoGain` (default) or `gini`. */
  readonly criterion?: SplitCriterion | undefined
  /**
   * How a leaf predicts: by its share of each class (`majority`), by naive Bayes within the leaf (`naiveBayes`), or by
   * whichever of the two was right more often in it (`adaptive`, default).
   */
  readonly leafPrediction?: ClassLeafPrediction | undefined
  /** Weight from which leaves of `naiveBayes` use it. Default 0. */
  readonly bayesFrom?: number | undefined
  /** Thresholds tried for each feature. Default 10. */
  readonly splitPoints?: number | undefined
  /** Share of the weight that each side of a split must have. Default 0.01. */
  readonly minBranchFraction?: number | undefined
  /** A leaf in which one class has a larger share is not split. Default 0.99. */
  readonly maxShare?: number | undefined
  /** Classes that are known from the start; others are added as they are met. */
  readonly classes?: readonly ClassLabel[] | undefined
}

/** {@link ClassTreeOptions} as read: `saved` is what stands in the estimator's own options. */
export interface ReadClassTree {
  readonly settings: ClassTreeSettings
  readonly classes: readonly ClassLabel[]
  readonly saved: Readonly<Record<string, unknown>>
}

/**
 * @param more names of options that the caller reads itself
 * @throws FlinknbError `INVALID_OPTION`
 */
export function readClassTree(
  call: string,
  options: ClassTreeOptions,
  more: readonly string[] = [],
  defaults: Partial<GrowthSettings> = {},
): ReadClassTree {
  checkOptionNames(call, options, [
    ...more,
    ...GROWTH_OPTIONS,
    'criterion',
    'leafPrediction',
    'bayesFrom',
    'splitPoints',
    'minBranchFraction',
    'maxShare',
    'classes',
  ])
  const {
    criterion = 'infoGain',
    leafPrediction = 'adaptive',
    bayesFrom = 0,
    splitPoints = 10,
    minBranchFraction = 0.01,
    maxShare = 0.99,
  } = options
  checkChoice(call, 'criterion', criterion, ['infoGain', 'gini'])
  checkChoice(call, 'leafPrediction', leafPrediction, ['majority', 'naiveBayes', 'adaptive'])
  checkNumber(call, 'bayesFrom', bayesFrom, { from: 0 })
  checkNumber(call, 'splitPoints', splitPoints, { from: 1, to: 1000, whole: true })
  checkNumber(call, 'minBranchFraction', minBranchFraction, { from: 0, below: 0.5 })
  checkNumber(call, 'maxShare', maxShare, { above: 0, to: 1 })
  const settings: ClassTreeSettings = {
    ...readGrowth(call, options, defaults),
    criterion,
    leafPrediction,
    bayesFrom,
    splitPoints,
    minBranchFraction,
    maxShare,
  }
  const classes = readClasses(call, options.classes)
  return { settings, classes, saved: { ...settings, ...classOption(classes) } }
}
