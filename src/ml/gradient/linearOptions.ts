import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { StepOptions } from './compileStep.ts'
import { type Loss, lossCode, readLoss } from './loss.ts'
import { checkNumber } from './numberOption.ts'
import type { Optimizer } from './optimizer.ts'
import { optimizerRule, readOptimizer } from './optimizerTable.ts'
import { type LearningRate, readLearningRate } from './schedule.ts'

/** Options that every linear model learned by gradients has. */
export interface GradientOptions {
  /** A value of `ml.optim` or a name; default `ml.optim.SGD({ learningRate: 0.01 })`. */
  readonly optimizer?: Optimizer | string | undefined
  /** Penalty `l1 Σ |w|` a record: drives weights to exactly 0. Not of the intercept. With `l2` an elastic net. Default 0. */
  readonly l1?: number | undefined
  /**
   * How L1 is paid. `cumulative` (default): what a step could not pay, because the weight was 0, is paid later, which
   * leaves fewer weights (Tsuruoka, Tsujii and Ananiadou 2009; River, and scikit-learn within one batch). `proximal`:
   * each step pays its own (Duchi and Singer 2009; scikit-learn row by row).
   */
  readonly l1Rule?: 'cumulative' | 'proximal' | undefined
  /** Penalty `l2 / 2 Σ w²` a record. Not of the intercept. Default 0. */
  readonly l2?: number | undefined
  /** Default true. */
  readonly fitIntercept?: boolean | undefined
  /**
   * Has the intercept learn by plain gradient descent of its own rate, as River's `intercept_lr` does. By default the
   * optimizer moves it as the weight of a feature that is always 1, as scikit-learn does.
   */
  readonly interceptLearningRate?: LearningRate | undefined
  /** Largest slope of the loss that is taken as it is; beyond, this much, and the description says how often. Default 1e12. */
  readonly clipGradient?: number | undefined
}

/** Names of {@link GradientOptions}. */
export const GRADIENT_OPTIONS = [
  'optimizer',
  'l1',
  'l1Rule',
  'l2',
  'fitIntercept',
  'interceptLearningRate',
  'clipGradient',
] as const

/**
 * Options as users give them, checked and complete.
 *
 * @param forClasses whether the loss is to be one for two classes
 * @param others further options of this estimator, read elsewhere
 * @param without options that it does not have
 * @throws FlinknbError `INVALID_OPTION`
 */
export function readStepOptions(
  call: string,
  options: GradientOptions & { readonly loss?: Loss | string | undefined },
  forClasses: boolean,
  others: readonly string[] = [],
  without: readonly string[] = [],
): StepOptions {
  const known = ['loss', ...GRADIENT_OPTIONS, ...others].filter(name => !without.includes(name))
  checkOptionNames(call, options, known)
  const {
    l1 = 0,
    l1Rule = 'cumulative',
    l2 = 0,
    fitIntercept = true,
    interceptLearningRate,
    clipGradient = 1e12,
  } = options
  checkNumber(call, 'l1', l1, { from: 0 })
  checkNumber(call, 'l2', l2, { from: 0 })
  checkNumber(call, 'clipGradient', clipGradient, { above: 0, to: 1e300 })
  if (l1Rule !== 'cumulative' && l1Rule !== 'proximal') {
    throw new FlinknbError('INVALID_OPTION', `${call}: l1Rule: ${show(l1Rule)} is no rule.`, {
      fix: `Pass 'cumulative' or 'proximal'.`,
    })
  }
  if (typeof fitIntercept !== 'boolean') {
    throw new FlinknbError('INVALID_OPTION', `${call}: fitIntercept: ${show(fitIntercept)} is not true or false.`)
  }
  const step: StepOptions = {
    loss: readLoss(call, options.loss ?? (forClasses ? 'log' : 'squared'), forClasses),
    optimizer: readOptimizer(call, options.optimizer ?? 'SGD'),
    l1,
    l1Rule,
    l2,
    fitIntercept,
    ...(interceptLearningRate === undefined
      ? {}
      : { interceptLearningRate: readLearningRate(call, 'interceptLearningRate', interceptLearningRate) }),
    clipGradient,
  }
  checkTogether(call, step)
  return step
}

function checkTogether(call: string, { optimizer, loss, l1 }: StepOptions): void {
  const rule = optimizerRule(optimizer)
  if (l1 > 0 && rule.rate === undefined) {
    throw new FlinknbError('INVALID_OPTION', `${call}: l1: ${optimizer.type} has no learning rate to penalise by.`, {
      fix: 'Use l1 of ml.optim.FTRLProximal(), or another optimizer.',
    })
  }
  if (rule.implicit && lossCode(loss).convex === false) {
    throw new FlinknbError(
      'INVALID_OPTION',
      `${call}: optimizer: implicit steps need a convex loss, not ${loss.type}.`,
      {
        fix: `Use loss: 'huber', or ml.optim.SGD().`,
      },
    )
  }
}
