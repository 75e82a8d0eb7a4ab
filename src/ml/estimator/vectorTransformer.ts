import { type Batch, batchFeatures, forEachRow, isByPosition } from './batch.ts'
import type { Transformer } from './transformer.ts'
import { VectorEstimator } from './vectorEstimator.ts'

/** Rows, batches and names for a transformer that itself only knows vectors. Gives each feature's name back unless told otherwise. */
export abstract class VectorTransformer extends VectorEstimator implements Transformer {
  readonly kind = 'transformer'

  get outputFeatures(): readonly string[] {
    return this.features
  }

  learnOne(x: object, y?: number): void {
    this.learnVector(this.readToLearn(x), y)
  }

  transformOne(x: object): Record<string, number> {
    if (this.features.length === 0) this.useFeatures(Object.keys(x))
    const out = new Float64Array(this.outputFeatures.length)
    this.transformVector(this.readKnown(x), out)
    return this.named(out)
  }

  fit(X: Batch): this {
    this.reset(batchFeatures(X))
    return this.partialFit(X)
  }

  partialFit(X: Batch): this {
    if (this.features.length === 0) this.startBatch(batchFeatures(X), isByPosition(X))
    forEachRow(X, this.features, x => this.learnVector(x))
    return this
  }

  transform(X: Batch): Record<string, number>[] | number[][] {
    const rows: Record<string, number>[] = []
    const arrays: number[][] = []
    const byPosition = isByPosition(X)
    if (this.features.length === 0) this.useFeatures(batchFeatures(X))
    const out = new Float64Array(this.outputFeatures.length)
    forEachRow(X, this.features, x => {
      this.transformVector(x, out)
      if (byPosition) arrays.push([...out])
      else rows.push(this.named(out))
    })
    return byPosition ? arrays : rows
  }

  abstract learnVector(x: Float64Array, y?: number): void
  abstract transformVector(x: Float64Array, out: Float64Array): void
  abstract override clone(): Transformer

  private named(out: Float64Array): Record<string, number> {
    return Object.fromEntries(this.outputFeatures.map((name, j) => [name, out[j] as number]))
  }
}
