import type { ClassLabel } from '../estimator/classifier.ts'
import { classOption, readClasses } from './binaryClassifier.ts'
import { GradientClassifier } from './gradientClassifier.ts'
import { type GradientOptions, readStepOptions } from './linearOptions.ts'
import type { Loss } from './loss.ts'

/** Options of {@link SGDClassifier}. */
export interface SGDClassifierOptions extends GradientOptions {
  /** A value of `ml.losses` or a name: `log` (default), `hinge`, `modifiedHuber`. */
  readonly loss?: Loss | string | undefined
  /** The two classes, the one that positive scores speak for last: `[false, true]`. By default as they are met. */
  readonly classes?: readonly ClassLabel[] | undefined
}

/**
 * Two classes, a linear score and any loss, learned by gradient descent one record at a time: scikit-learn's
 * `SGDClassifier`. With the log loss it is a logistic regression, with the hinge loss a support vector machine, whose
 * probabilities are the sigmoid of the score and not calibrated. Put a `StandardScaler` before it, or use a scale-free
 * optimizer.
 *
 * Memory: d + 1 weights, and as many numbers again for each array its optimizer keeps (0 to 3).
 *
 * @example
 * const model = new ml.SGDClassifier({ loss: 'hinge', optimizer: ml.optim.SGD({ learningRate: 0.5 }), classes: ['ham', 'spam'] })
 * model.learnOne({ links: 4 }, 'spam') // score 0, within the margin: weight and intercept move by 0.5 · 4 and 0.5
 * model.decisionOne({ links: 1 }) // 2.5
 * model.predictOne({ links: 1 }) // 'spam'
 */
export class SGDClassifier extends GradientClassifier {
  readonly type = 'SGDClassifier'
  readonly options: Readonly<Record<string, unknown>>

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: SGDClassifierOptions = {}) {
    const step = readStepOptions('SGDClassifier', options, true, ['classes'])
    super('SGDClassifier', step, options.classes)
    this.options = { ...step, ...classOption(readClasses('SGDClassifier', options.classes)) }
  }

  clone(): SGDClassifier {
    return new SGDClassifier(this.options)
  }
}
