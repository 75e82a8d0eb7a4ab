import type { Classifier, ClassLabel } from '../estimator/classifier.ts'
import type { Accepts, EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import type { Transformer } from '../estimator/transformer.ts'
import { VectorClassifier } from '../estimator/vectorClassifier.ts'
import type { Input, Records } from '../estimator/vectorEstimator.ts'
import { PipelineSteps } from './pipelineSteps.ts'
import { type ScaledAround, scaledAround } from './scaledAround.ts'

/**
 * Transformers before a classifier, as one classifier. While a stream runs it learns what the transformers make of a
 * record at that moment, as in River; `fit` first fits each transformer to the whole batch, as scikit-learn does.
 * Transformers that look at the label get the place of its class.
 */
export class ClassifierPipeline<
  C extends Classifier = Classifier,
  A extends Accepts = Accepts,
> extends VectorClassifier {
  readonly type = 'Pipeline'
  readonly steps: readonly [...Transformer<unknown>[], C]
  /** The last step. */
  readonly classifier: C
  readonly #inner: PipelineSteps<C>
  /** Scaling and learning in one go, where all there is before the classifier is one scaler. */
  readonly #around: ScaledAround | undefined

  /** @throws FlinknbError `INVALID_STATE` when a step has already learned */
  constructor(transformers: readonly Transformer<unknown>[], classifier: C) {
    super()
    this.#inner = new PipelineSteps(transformers, classifier, false)
    this.steps = this.#inner.all
    this.classifier = classifier
    this.#around = scaledAround(transformers)
    for (const step of transformers) step.labelsAreClasses?.()
  }

  override get accepts(): A {
    return this.#inner.accepts as A
  }

  get n(): number {
    return this.classifier.n
  }

  get transformers(): readonly Transformer<unknown>[] {
    return this.#inner.transformers
  }

  get last(): C {
    return this.classifier
  }

  override get classes(): readonly ClassLabel[] {
    return this.classifier.classes
  }

  override classIndex(label: ClassLabel): number {
    return this.classifier.classIndex(label)
  }

  learnVector(x: Float64Array, classIndex: number, weight: number): void {
    if (this.#around) {
      this.#around.learn(x)
      this.classifier.learnVector(this.#around.after, classIndex, weight)
    } else this.learnReady(this.#inner.toLearn(x, classIndex), classIndex, weight)
  }

  override learnValues(values: readonly unknown[], classIndex: number, weight: number): void {
    if (this.accepts === 'numbers') super.learnValues(values, classIndex, weight)
    else this.learnReady(this.#inner.toLearn(values, classIndex), classIndex, weight)
  }

  override predictAndLearnVector(x: Float64Array, classIndex: number, weight: number, out: Float64Array): void {
    if (this.#around) {
      this.#around.learn(x)
      this.classifier.predictThenLearnVector(this.#around.before, this.#around.after, classIndex, weight, out)
    } else if (this.transformers.length === 0) this.classifier.predictAndLearnVector(x, classIndex, weight, out)
    else super.predictAndLearnVector(x, classIndex, weight, out)
  }

  probabilitiesOfVector(x: Float64Array, out: Float64Array): void {
    this.probabilitiesOfReady(this.#inner.toPredict(x), out)
  }

  override probabilitiesOfValues(values: readonly unknown[], out: Float64Array): void {
    if (this.accepts === 'numbers') super.probabilitiesOfValues(values, out)
    else this.probabilitiesOfReady(this.#inner.toPredict(values), out)
  }

  clone(): ClassifierPipeline<C, A> {
    return new ClassifierPipeline(
      this.transformers.map(step => step.clone()),
      this.classifier.clone() as C,
    )
  }

  toJSON(): EstimatorJSON {
    return this.#inner.toJSON(this.features)
  }

  restore(json: EstimatorJSON): void {
    this.#inner.restore(json, this)
  }

  describe(): ModelDescription {
    return this.#inner.describe()
  }

  protected start(features: readonly string[]): void {
    this.#inner.start(features)
  }

  protected override extend(names: readonly string[]): void {
    this.#inner.extend(names)
  }

  /** The classifier makes room for its classes itself. */
  protected addClass(): void {}

  protected override fitRecords(records: Records): void {
    const { classifier } = this
    if (!classifier.fitVectors) {
      this.#inner.fitOver(records, (ready, y) => this.learnReady(ready, y, 1))
      return
    }
    const x: number[] = []
    const classIndexes: number[] = []
    this.#inner.fitOver(records, (ready, y) => {
      for (const value of this.#inner.asVector(ready)) x.push(value)
      classIndexes.push(y)
    })
    classifier.fitVectors(Float64Array.from(x), Int32Array.from(classIndexes))
  }

  private learnReady(ready: Input, classIndex: number, weight: number): void {
    if (ready instanceof Float64Array) this.classifier.learnVector(ready, classIndex, weight)
    else this.classifier.learnValues(ready, classIndex, weight)
  }

  private probabilitiesOfReady(ready: Input, out: Float64Array): void {
    if (ready instanceof Float64Array) this.classifier.probabilitiesOfVector(ready, out)
    else this.classifier.probabilitiesOfValues(ready, out)
  }
}
