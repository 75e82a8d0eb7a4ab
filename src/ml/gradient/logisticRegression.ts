import { FlinknbError } from '../../base/errors.ts'
import { type Batch, batchFeatures, batchLength, isByPosition } from '../estimator/batch.ts'
import type { ClassLabel, ClassLabels } from '../estimator/classifier.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import { checkLengths } from '../estimator/labels.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { readClassLabels } from '../estimator/vectorClassifier.ts'
import { classOption, readClasses } from './binaryClassifier.ts'
import { Design } from './design.ts'
import { type BinaryState, GradientClassifier } from './gradientClassifier.ts'
import { type GradientOptions, readStepOptions } from './linearOptions.ts'
import { fitLogistic, type LogisticFit } from './logisticLikelihood.ts'
import { describeLogistic, type LogisticSummary, summariseLogistic } from './logisticSummary.ts'
import { readBatch } from './readBatch.ts'
import { checkSolver, type Solver } from './solver.ts'

/** Options of {@link LogisticRegression}. */
export interface LogisticRegressionOptions extends GradientOptions {
  /**
   * How `fit` learns a batch: `sgd` (default), one step a record in order, as a stream is learned; or `newton`, the
   * weights of largest likelihood, with standard errors. Records after that are learned by steps from there.
   */
  readonly solver?: Solver | undefined
  /** The two classes, the one whose odds the weights speak of last: `[false, true]`. By default as they are met. */
  readonly classes?: readonly ClassLabel[] | undefined
}

type Fit = Omit<LogisticFit, 'weights'>

/**
 * Logistic regression: the log odds of the second class are linear in the features. Learned by gradients one record at a
 * time, or on a batch to the largest likelihood (`solver: 'newton'`), where it gives the coefficients of scikit-learn
 * (`l2` is 1 / (C n): the penalty is one a record) and the standard errors of statsmodels' `Logit`. More than two classes:
 * `SoftmaxRegression`.
 *
 * Memory: d + 1 weights, and as many numbers again for each array its optimizer keeps (0 to 3); `fit` by Newton's method
 * keeps the batch while it runs.
 *
 * @example
 * const hours = [{ h: 1 }, { h: 2 }, { h: 3 }, { h: 4 }]
 * const model = new ml.LogisticRegression({ solver: 'newton', classes: [false, true] }).fit(hours, [false, true, false, true])
 * model.predictProbaOne({ h: 2.5 }).true // 0.5: the data are symmetric about it
 */
export class LogisticRegression extends GradientClassifier {
  readonly type = 'LogisticRegression'
  readonly options: Readonly<Record<string, unknown>>
  /** Of `solver: 'newton'`. @throws FlinknbError `MODEL` when a penalty is needed, or there are not two classes */
  readonly fitVectors: ((x: Float64Array, classIndexes: Int32Array) => void) | undefined
  /** Of the last fit by likelihood, until a record moves the weights. */
  #fit: Fit | undefined

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: LogisticRegressionOptions = {}) {
    const who = 'LogisticRegression'
    const step = readStepOptions(who, options, true, ['solver', 'classes'], ['loss'])
    super(who, step, options.classes)
    const { solver = 'sgd' } = options
    checkSolver(who, solver, step.l1)
    this.fitVectors = solver === 'newton' ? (x, classIndexes) => this.fitLikelihood(x, classIndexes) : undefined
    const { loss: _, ...rest } = step
    this.options = { ...rest, solver, ...classOption(readClasses(who, options.classes)) }
  }

  override learnVector(x: Float64Array, classIndex: number, weight: number): void {
    this.#fit = undefined
    super.learnVector(x, classIndex, weight)
  }

  override predictAndLearnVector(x: Float64Array, classIndex: number, weight: number, out: Float64Array): void {
    this.#fit = undefined
    super.predictAndLearnVector(x, classIndex, weight, out)
  }

  override predictThenLearnVector(
    asked: Float64Array,
    x: Float64Array,
    classIndex: number,
    weight: number,
    out: Float64Array,
  ): void {
    this.#fit = undefined
    super.predictThenLearnVector(asked, x, classIndex, weight, out)
  }

  /**
   * Forgets everything and learns the batch.
   *
   * @throws FlinknbError `MODEL` with `solver: 'newton'` when a penalty is needed, or there are not two classes
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

  /** Everything that can be said about the fit; standard errors only after `fit` with `solver: 'newton'` and without a penalty. */
  summary(): LogisticSummary {
    return summariseLogistic(this, this.#fit)
  }

  clone(): LogisticRegression {
    return new LogisticRegression(this.options)
  }

  override toJSON(): EstimatorJSON {
    const json = super.toJSON()
    return { ...json, state: { ...(json.state as BinaryState), fit: this.#fit ?? null } }
  }

  override restore(json: EstimatorJSON): void {
    super.restore(json)
    this.#fit = (json.state as { readonly fit?: Fit | null }).fit ?? undefined
  }

  override describe(): ModelDescription {
    return describeLogistic(super.describe(), this.summary(), this.step.fitIntercept)
  }

  protected override start(features: readonly string[]): void {
    this.#fit = undefined
    super.start(features)
  }

  protected override extend(names: readonly string[]): void {
    this.#fit = undefined
    super.extend(names)
  }

  private fitLikelihood(x: Float64Array, classIndexes: Int32Array): void {
    const sides = Float64Array.from(classIndexes, index => (index === 1 ? 1 : -1))
    if (!sides.includes(1) || !sides.includes(-1)) {
      throw new FlinknbError('MODEL', `LogisticRegression: fit(X, y): y holds ${sides.length} rows of one class.`, {
        fix: 'Pass rows of both classes.',
      })
    }
    const design = new Design(x, this.features.length, this.step.fitIntercept)
    const { weights, ...fit } = fitLogistic(this.type, design, sides, this.step.l2)
    this.core.setWeights(weights, sides.length)
    this.#fit = fit
  }
}
