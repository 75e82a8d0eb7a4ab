import { FlinknbError } from '../../base/errors.ts'
import type { Batch } from '../estimator/batch.ts'
import type { Classifier, ClassLabel } from '../estimator/classifier.ts'
import type { Accepts, Estimator, EstimatorJSON } from '../estimator/estimator.ts'
import { agreeOnFeatures } from '../estimator/featureNames.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import type { Regressor } from '../estimator/regressor.ts'
import type { Versioned } from './versioned.ts'

/** The version in force, asked for at every record: cheap, and free to give another one each time. */
export interface LiveSource<M extends Estimator> {
  /** As the user named it: `price@champion`. */
  readonly reference: string
  current(): { readonly model: M; readonly version: number }
}

interface FeaturePermutation {
  (x: Float64Array): Float64Array
  (values: readonly unknown[]): readonly unknown[]
}

/** Undefined where both orders are the same. The array it gives is reused. */
function permutationOf(from: readonly string[], to: readonly string[]): FeaturePermutation | undefined {
  if (to.every((name, j) => name === from[j])) return undefined
  const places = to.map(name => from.indexOf(name))
  const out = new Float64Array(to.length)
  const inOrder = (x: Float64Array | readonly unknown[]): Float64Array | readonly unknown[] => {
    if (!(x instanceof Float64Array)) return places.map(place => x[place])
    for (let j = 0; j < out.length; j++) out[j] = x[places[j] as number] as number
    return out
  }
  return inOrder as FeaturePermutation
}

/** What live models of every kind have in common: they say what they are, and refuse to learn. */
abstract class LiveModel<M extends Estimator> implements Versioned {
  /** The order in which callers hand over vectors: that of the version that was in force first. */
  readonly features: readonly string[]
  /** What callers hand over: what the version that was in force first reads. */
  readonly accepts: Accepts
  #seen: M | undefined
  #permutation: FeaturePermutation | undefined

  constructor(protected readonly source: LiveSource<M>) {
    const { features, accepts } = source.current().model
    this.features = features
    this.accepts = accepts
  }

  get type(): string {
    return this.model.type
  }

  get n(): number {
    return this.model.n
  }

  /** The version in force. */
  get version(): number {
    return this.source.current().version
  }

  useFeatures(names: readonly string[]): void {
    agreeOnFeatures(this.features, names, this.source.reference)
  }

  extendFeatures(): never {
    throw this.refusal('extendFeatures')
  }

  reset(): never {
    throw this.refusal('reset')
  }

  learnOne(): never {
    throw this.refusal('learnOne')
  }

  learnVector(): never {
    throw this.refusal('learnVector')
  }

  learnValues(): never {
    throw this.refusal('learnValues')
  }

  fit(): never {
    throw this.refusal('fit')
  }

  partialFit(): never {
    throw this.refusal('partialFit')
  }

  restore(): never {
    throw this.refusal('restore')
  }

  toJSON(): EstimatorJSON {
    return this.model.toJSON()
  }

  describe(): ModelDescription {
    const described = this.model.describe()
    return { ...described, title: `${this.source.reference} (version ${this.version}): ${described.title}` }
  }

  protected get model(): M {
    return this.source.current().model
  }

  /** `x` in the order of the version in force, which may have learned the same features in another. */
  protected inOrder(model: M, x: Float64Array): Float64Array {
    this.#follow(model)
    return this.#permutation ? this.#permutation(x) : x
  }

  /** {@link inOrder} for raw values. */
  protected valuesInOrder(model: M, values: readonly unknown[]): readonly unknown[] {
    this.#follow(model)
    return this.#permutation ? this.#permutation(values) : values
  }

  #follow(model: M): void {
    if (model !== this.#seen) {
      agreeOnFeatures(model.features, this.features, `${this.source.reference} (version ${this.version})`)
      this.#seen = model
      this.#permutation = permutationOf(this.features, model.features)
    }
  }

  private refusal(call: string): FlinknbError {
    return new FlinknbError(
      'INVALID_STATE',
      `${this.source.reference}: ${call}() of a live model, which only predicts.`,
      {
        fix: 'Learn with a model of your own (store.load gives one), save it, and move the alias.',
      },
    )
  }
}

/** A regressor that always is the version its alias points to. Made by `store.live`. */
export class LiveRegressor extends LiveModel<Regressor> implements Regressor {
  readonly kind = 'regressor'

  predictOne(x: object): number {
    return this.model.predictOne(x)
  }

  predict(X: Batch): number[] {
    return this.model.predict(X)
  }

  predictVector(x: Float64Array): number {
    const { model } = this
    return model.predictVector(this.inOrder(model, x))
  }

  predictValues(values: readonly unknown[]): number {
    const { model } = this
    return model.predictValues(this.valuesInOrder(model, values))
  }

  predictAndLearnVector(): never {
    return this.learnVector()
  }

  predictThenLearnVector(): never {
    return this.learnVector()
  }

  clone(): Regressor {
    return this.model.clone()
  }
}

/** A classifier that always is the version its alias points to. Made by `store.live`. */
export class LiveClassifier extends LiveModel<Classifier> implements Classifier {
  readonly kind = 'classifier'

  get classes(): readonly ClassLabel[] {
    return this.model.classes
  }

  predictOne(x: object): ClassLabel | null {
    return this.model.predictOne(x)
  }

  predictProbaOne(x: object): Record<string, number> {
    return this.model.predictProbaOne(x)
  }

  predict(X: Batch): ClassLabel[] {
    return this.model.predict(X)
  }

  predictProba(X: Batch): number[][] {
    return this.model.predictProba(X)
  }

  probabilitiesOfVector(x: Float64Array, out: Float64Array): void {
    const { model } = this
    model.probabilitiesOfVector(this.inOrder(model, x), out)
  }

  probabilitiesOfValues(values: readonly unknown[], out: Float64Array): void {
    const { model } = this
    model.probabilitiesOfValues(this.valuesInOrder(model, values), out)
  }

  predictAndLearnVector(): never {
    return this.learnVector()
  }

  predictThenLearnVector(): never {
    return this.learnVector()
  }

  classIndex(label: ClassLabel): number {
    const known = this.model.classes.indexOf(label)
    return known >= 0 ? known : this.learnVector()
  }

  clone(): Classifier {
    return this.model.clone()
  }
}
