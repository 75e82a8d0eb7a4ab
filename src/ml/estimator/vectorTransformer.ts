import { type Batch, batchFeatures, forEachRow } from './batch.ts'
import type { EstimatorJSON } from './estimator.ts'
import { agreeOnFeatures, checkFeatureNames } from './featureNames.ts'
import { readFeatures } from './featureReader.ts'
import type { ModelDescription } from './modelDescription.ts'
import type { Transformer } from './transformer.ts'

/** Rows, batches and names for a transformer that itself only knows vectors and keeps each feature's name. */
export abstract class VectorTransformer implements Transformer {
  abstract readonly type: string
  abstract readonly n: number
  #features: readonly string[] = []
  #x = new Float64Array(0)

  get features(): readonly string[] {
    return this.#features
  }

  useFeatures(names: readonly string[]): void {
    const agreed = agreeOnFeatures(this.#features, names, this.type)
    if (agreed !== this.#features) this.reset(agreed)
  }

  reset(names: readonly string[] = this.#features): void {
    if (names !== this.#features) {
      this.#features = [...checkFeatureNames(this.type, names)]
      this.#x = new Float64Array(names.length)
    }
    this.start(this.#features)
  }

  learnOne(x: object): void {
    if (this.#features.length === 0) this.useFeatures(Object.keys(x))
    readFeatures(x, this.#features, this.#x)
    this.learnVector(this.#x)
  }

  transformOne(x: object): Record<string, number> {
    if (this.#features.length === 0) this.useFeatures(Object.keys(x))
    readFeatures(x, this.#features, this.#x)
    this.transformVector(this.#x, this.#x)
    return this.named(this.#x)
  }

  fit(X: Batch): this {
    this.reset(batchFeatures(X))
    forEachRow(X, this.#features, x => this.learnVector(x))
    return this
  }

  transform(X: Batch): Record<string, number>[] | number[][] {
    const rows: Record<string, number>[] = []
    const arrays: number[][] = []
    const byPosition = Array.isArray(X) && Array.isArray(X[0])
    if (this.#features.length === 0) this.useFeatures(batchFeatures(X))
    forEachRow(X, this.#features, x => {
      this.transformVector(x, x)
      if (byPosition) arrays.push([...x])
      else rows.push(this.named(x))
    })
    return byPosition ? arrays : rows
  }

  abstract learnVector(x: Float64Array): void
  abstract transformVector(x: Float64Array, out: Float64Array): void
  abstract clone(): Transformer
  abstract toJSON(): EstimatorJSON
  abstract restore(json: EstimatorJSON): void
  abstract describe(): ModelDescription
  /** Starts with nothing learned and these features, which may be none. */
  protected abstract start(features: readonly string[]): void

  private named(x: Float64Array): Record<string, number> {
    return Object.fromEntries(this.#features.map((name, j) => [name, x[j] as number]))
  }
}
