import { FlinknbError } from '../../base/errors.ts'
import { type Batch, batchFeatures, batchLength, isByPosition } from '../estimator/batch.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { ClassLabel, ClassLabels } from '../estimator/classifier.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import { checkLengths } from '../estimator/labels.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { readClassLabels, VectorClassifier } from '../estimator/vectorClassifier.ts'
import { classOption, readClasses } from './binaryClassifier.ts'
import { describeStep } from './describeWeights.ts'
import { Design } from './design.ts'
import { type GradientOptions, readStepOptions } from './linearOptions.ts'
import { optimizerRule } from './optimizerTable.ts'
import { readBatch } from './readBatch.ts'
import { SoftmaxCore, type SoftmaxState } from './softmaxCore.ts'
import { fitSoftmax } from './softmaxLikelihood.ts'
import { checkSolver, type Solver } from './solver.ts'

/** Options of {@link SoftmaxRegression}. */
export interface SoftmaxRegressionOptions extends Omit<GradientOptions, 'interceptLearningRate'> {
  /**
   * How `fit` learns a batch: `sgd` (default), one step a record in order, as a stream is learned; or `newton`, the
   * weights of largest likelihood. Records after that are learned by steps from there.
   */
  readonly solver?: Solver | undefined
  /** Classes that are known from the start; others are added as they are met. */
  readonly classes?: readonly ClassLabel[] | undefined
}

/**
 * Multinomial logistic regression, learned by gradient descent one record at a time: any number of classes, which may
 * appear on the way, with probabilities that add up to 1. `fit` with `solver: 'newton'` gives the coefficients of scikit-learn
 * (`l2` is 1 / (C n): the penalty is one a record). A class that appears starts with weights of 0. Put a
 * `StandardScaler` before it, or use a scale-free optimizer. (River's has no intercept: `fitIntercept: false`.)
 *
 * Memory: K (d + 1) weights, and as many numbers again for each array its optimizer keeps (0 to 3).
 *
 * @example
 * const model = new ml.SoftmaxRegression({ classes: ['a', 'b'], optimizer: ml.optim.SGD({ learningRate: 1 }) })
 * model.learnOne({ x: 2 }, 'a') // both probabilities ½: slopes −½ and ½
 * model.coefficients // [[1], [-1]]
 * model.predictProbaOne({ x: 1 }) // { a: 0.9525741268224334, b: 0.04742587317756678 }
 */
export class SoftmaxRegression extends VectorClassifier {
  readonly type = 'SoftmaxRegression'
  readonly options: Readonly<Record<string, unknown>>
  readonly #step: ReturnType<typeof readStepOptions>
  /** Of `solver: 'newton'`. @throws FlinknbError `MODEL` when a penalty is needed */
  readonly fitVectors: ((x: Float64Array, classIndexes: Int32Array) => void) | undefined
  #core: SoftmaxCore

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: SoftmaxRegressionOptions = {}) {
    const classes = readClasses('SoftmaxRegression', options.classes)
    super(classes)
    const { classes: _, solver = 'sgd', ...rest } = options
    this.#step = readStepOptions('SoftmaxRegression', rest, true, [], ['loss', 'interceptLearningRate'])
    checkSolver('SoftmaxRegression', solver, this.#step.l1)
    this.fitVectors = solver === 'newton' ? (x, classIndexes) => this.fitLikelihood(x, classIndexes) : undefined
    if (optimizerRule(this.#step.optimizer).implicit) {
      throw new FlinknbError(
        'INVALID_OPTION',
        'SoftmaxRegression: optimizer: implicit steps are for two classes only.',
        {
          fix: 'Use ml.optim.SGD(), or ml.SGDClassifier.',
        },
      )
    }
    const { loss: __, ...step } = this.#step
    this.options = { ...step, solver, ...classOption(classes) }
    this.#core = new SoftmaxCore(this.type, 0, classes.length, this.#step)
  }

  get n(): number {
    return this.#core.n
  }

  /** One list a class, in the order of `classes`, of one number a feature, in the order of `features`. */
  get coefficients(): number[][] {
    return this.classes.map((_, c) => this.#core.block(c).slice(1))
  }

  /** One a class, in the order of `classes`. */
  get intercepts(): number[] {
    return this.classes.map((_, c) => this.#core.block(c)[0] as number)
  }

  learnVector(x: Float64Array, classIndex: number, weight: number): void {
    this.#core.learn(x, classIndex, weight)
  }

  probabilitiesOfVector(x: Float64Array, out: Float64Array): void {
    this.#core.probabilities(x, out)
  }

  /**
   * Forgets everything and learns the batch.
   *
   * @throws FlinknbError `MODEL` with `solver: 'newton'` when a penalty is needed
   */
  override fit(X: Batch, y: ClassLabels): this {
    if (!this.fitVectors) return super.fit(X, y)
    const labels = readClassLabels(y, 'y')
    checkLengths(batchLength(X), labels.length, 'fit(X, y)')
    this.startBatch(batchFeatures(X), isByPosition(X))
    const x = readBatch(X, this.features, labels.length)
    this.fitVectors(
      x,
      Int32Array.from(labels, label => this.classIndex(label)),
    )
    return this
  }

  clone(): SoftmaxRegression {
    return new SoftmaxRegression(this.options)
  }

  toJSON(): EstimatorJSON {
    const state = { classes: [...this.classes], ...this.#core.toJSON() }
    return { type: this.type, format: 1, options: this.options, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const state = json.state as SoftmaxState & { readonly classes: readonly ClassLabel[] }
    this.restoreClasses(readClasses(this.type, state.classes))
    this.#core = new SoftmaxCore(this.type, this.features.length, state.classes.length, this.#step)
    if (json.features.length > 0) this.#core.restore(state)
  }

  describe(): ModelDescription {
    const blocks = this.classes.map((_, c) => this.#core.block(c))
    const terms = ['intercept', ...this.features]
    const rows = terms.map((term, j) => [term, ...blocks.map(block => block[j] ?? 0)])
    return {
      title: this.type,
      n: this.n,
      features: this.features,
      parameters: describeStep({ ...this.#step, loss: undefined }),
      tables: [
        {
          title: 'Weights',
          columns: ['term', ...this.classes.map(String)],
          rows: this.#step.fitIntercept ? rows : rows.slice(1),
        },
      ],
      notes: this.n === 0 ? ['Nothing learned yet; every class is as likely.'] : [],
    }
  }

  protected addClass(_label: ClassLabel, index: number): void {
    this.#core.resize(this.features.length, index + 1)
  }

  protected start(features: readonly string[]): void {
    this.#core = new SoftmaxCore(this.type, features.length, this.classes.length, this.#step)
  }

  protected override extend(names: readonly string[], width: number): void {
    this.#core.resize(width + names.length, this.classes.length)
  }

  private fitLikelihood(x: Float64Array, classIndexes: Int32Array): void {
    const design = new Design(x, this.features.length, this.#step.fitIntercept)
    const weights = fitSoftmax(this.type, design, classIndexes, this.classes.length, this.#step.l2)
    this.#core.setWeights(weights, classIndexes.length)
  }
}
