import { FlinknbError } from '../../base/errors.ts'
import { type Batch, batchFeatures, batchLength, forEachRow } from './batch.ts'
import type { EstimatorJSON } from './estimator.ts'
import { agreeOnFeatures, checkFeatureNames } from './featureNames.ts'
import { readFeatures } from './featureReader.ts'
import { checkLengths, type Labels, readLabels } from './labels.ts'
import type { ModelDescription } from './modelDescription.ts'
import { isUsable, unusableValue } from './number.ts'
import type { Regressor } from './regressor.ts'

/** Rows, batches and names for a regressor that itself only knows vectors. */
export abstract class VectorRegressor implements Regressor {
  abstract readonly type: string
  abstract readonly n: number
  #features: readonly string[] = []
  #x = new Float64Array(0)
  /** Whether the features were taken from the first record, whose columns then are all the columns there are. */
  #implicit = false

  get features(): readonly string[] {
    return this.#features
  }

  useFeatures(names: readonly string[]): void {
    const agreed = agreeOnFeatures(this.#features, names, this.type)
    if (agreed !== this.#features) this.reset(agreed)
    this.#implicit = false
  }

  reset(names: readonly string[] = this.#features): void {
    if (names !== this.#features) {
      this.#features = [...checkFeatureNames(this.type, names)]
      this.#x = new Float64Array(names.length)
    }
    this.start(this.#features)
  }

  learnOne(x: object, y: number, weight = 1): void {
    if (this.#features.length === 0) {
      this.useFeatures(Object.keys(x))
      this.#implicit = true
    } else if (this.#implicit) this.refuseNewColumns(x)
    readFeatures(x, this.#features, this.#x)
    if (!isUsable(y)) throw unusableValue('label', y)
    checkWeight(weight)
    this.learnVector(this.#x, y, weight)
  }

  predictOne(x: object): number {
    if (this.#features.length === 0) return 0
    readFeatures(x, this.#features, this.#x)
    return this.predictVector(this.#x)
  }

  fit(X: Batch, y: Labels): this {
    const labels = readLabels(y, 'y')
    checkLengths(batchLength(X), labels.length, 'fit(X, y)')
    if (labels.length === 0) throw new FlinknbError('MODEL', 'fit(X, y): X has no rows.', { fix: 'Pass at least one.' })
    if (this.#features.length === 0 || (this.#implicit && !sameWidthArrays(X, this.#features))) {
      this.reset(batchFeatures(X))
      this.#implicit = true
    } else this.reset()
    forEachRow(X, this.#features, (x, row) => this.learnVector(x, labels[row] as number, 1))
    return this
  }

  predict(X: Batch): number[] {
    if (this.n === 0) {
      throw new FlinknbError('INVALID_STATE', `${this.type}: predict() before anything was learned.`, {
        fix: 'Call fit(X, y) or learnOne(x, y) first.',
      })
    }
    const predictions: number[] = []
    forEachRow(X, this.#features, x => predictions.push(this.predictVector(x)))
    return predictions
  }

  predictAndLearnVector(x: Float64Array, y: number, weight: number): number {
    const prediction = this.predictVector(x)
    this.learnVector(x, y, weight)
    return prediction
  }

  abstract learnVector(x: Float64Array, y: number, weight: number): void
  abstract predictVector(x: Float64Array): number
  abstract clone(): Regressor
  abstract toJSON(): EstimatorJSON
  abstract restore(json: EstimatorJSON): void
  abstract describe(): ModelDescription
  /** Starts with nothing learned and these features, which may be none. */
  protected abstract start(features: readonly string[]): void

  private refuseNewColumns(x: object): void {
    const added = Object.keys(x).find(name => !this.#features.includes(name))
    if (added === undefined) return
    throw new FlinknbError('MODEL', `${this.type}: feature '${added}' appeared after learning had begun.`, {
      fix: `Leave it out, or name the features first: useFeatures([${this.#features.map(name => `'${name}'`).join(', ')}]).`,
    })
  }
}

/** @throws FlinknbError `MODEL` when a weight is not a finite number of 0 or more */
export function checkWeight(weight: unknown, what = 'weight'): asserts weight is number {
  if (!isUsable(weight)) throw unusableValue(what, weight)
  if (weight < 0) throw new FlinknbError('MODEL', `${what}: ${weight} is negative.`, { fix: 'Weights are 0 or more.' })
}

/** Whether arrays by position fit the known features. */
function sameWidthArrays(X: Batch, features: readonly string[]): boolean {
  const first: unknown = Array.isArray(X) ? X[0] : undefined
  return Array.isArray(first) && first.length === features.length
}
