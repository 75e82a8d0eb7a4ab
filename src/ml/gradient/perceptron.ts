import { checkOptionNames } from '../../base/options.ts'
import type { ClassLabel } from '../estimator/classifier.ts'
import { classOption, readClasses } from './binaryClassifier.ts'
import { GradientClassifier } from './gradientClassifier.ts'
import { readStepOptions } from './linearOptions.ts'
import { hinge } from './losses.ts'
import { SGD } from './optimizers/plain.ts'

/** Options of {@link Perceptron}. */
export interface PerceptronOptions {
  /** Penalty `l2 / 2 Σ w²` a record. Default 0. */
  readonly l2?: number | undefined
  readonly fitIntercept?: boolean | undefined
  /** The two classes, the one that positive scores speak for last. By default as they are met. */
  readonly classes?: readonly ClassLabel[] | undefined
}

/**
 * Rosenblatt's perceptron (1958): adds a record that it gets wrong to its weights, or subtracts it. The hinge loss with
 * threshold 0 at rate 1. Its probabilities are the sigmoid of the score, not calibrated.
 *
 * Memory: d + 1 weights.
 *
 * @example
 * const model = new ml.Perceptron({ classes: [false, true] })
 * model.learnOne({ a: 2, b: -1 }, true)
 * model.weights // { a: 2, b: -1 }, and model.intercept is 1
 */
export class Perceptron extends GradientClassifier {
  readonly type = 'Perceptron'
  readonly options: Readonly<Record<string, unknown>>

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: PerceptronOptions = {}) {
    checkOptionNames('Perceptron', options, ['l2', 'fitIntercept', 'classes'])
    const { classes, ...rest } = options
    const rule = { loss: hinge({ threshold: 0 }), optimizer: SGD({ learningRate: 1 }) }
    const step = readStepOptions('Perceptron', { ...rest, ...rule }, true)
    super('Perceptron', step, classes)
    this.options = { l2: step.l2, fitIntercept: step.fitIntercept, ...classOption(readClasses('Perceptron', classes)) }
  }

  clone(): Perceptron {
    return new Perceptron(this.options)
  }
}
