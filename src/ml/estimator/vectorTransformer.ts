import { type Batch, batchFeatures, batchLength, forEachInput, isByPosition } from './batch.ts'
import type { Accepts } from './estimator.ts'
import { checkLengths, type Labels, readLabels } from './labels.ts'
import type { Transformer } from './transformer.ts'
import { type Input, type Records, VectorEstimator } from './vectorEstimator.ts'

/** Rows, batches and names for a transformer that itself only knows vectors. Gives each feature's name back unless told otherwise. */
export abstract class VectorTransformer<Out = number> extends VectorEstimator implements Transformer<Out> {
  readonly kind = 'transformer'

  get outputFeatures(): readonly string[] {
    return this.features
  }

  get gives(): Accepts {
    return 'numbers'
  }

  get learnsAfter(): boolean {
    return false
  }

  learnOne(x: object, y?: number): void {
    this.learnInput(this.inputToLearn(x), y)
  }

  transformOne(x: object): Record<string, Out> {
    if (this.features.length === 0) this.useFeatures(Object.keys(x))
    const out = this.newOutput()
    this.transformInput(this.inputKnown(x), out)
    return this.named(out)
  }

  fit(X: Batch, y?: Labels): this {
    this.startBatch(batchFeatures(X), isByPosition(X))
    this.fitRecords(this.records(X, y))
    return this
  }

  partialFit(X: Batch, y?: Labels): this {
    if (this.features.length === 0) this.startBatch(batchFeatures(X), isByPosition(X))
    this.records(X, y)((input, label) => this.learnInput(input, label))
    return this
  }

  transform(X: Batch): Record<string, Out>[] | Out[][] {
    const rows: Record<string, Out>[] = []
    const arrays: Out[][] = []
    const byPosition = isByPosition(X)
    if (this.features.length === 0) this.useFeatures(batchFeatures(X))
    const out = this.newOutput()
    forEachInput(X, this.features, this.accepts, input => {
      this.transformInput(input, out)
      if (byPosition) arrays.push(Array.from(out as ArrayLike<Out>))
      else rows.push(this.named(out))
    })
    return byPosition ? arrays : rows
  }

  abstract learnVector(x: Float64Array, y?: number): void
  abstract transformVector(x: Float64Array, out: Float64Array): void
  abstract override clone(): Transformer<Out>

  learnValues(values: readonly unknown[], y?: number): void {
    this.learnVector(this.numbersOf(values), y)
  }

  transformValues(values: readonly unknown[], out: Out[] | Float64Array): void {
    this.transformVector(this.numbersOf(values), out as Float64Array)
  }

  fitRecords(records: Records<number | undefined>): void {
    records((input, y) => this.learnInput(input, y))
  }

  private records(X: Batch, y: Labels | undefined): Records<number | undefined> {
    const labels = y === undefined ? undefined : readLabels(y, 'y')
    if (labels) checkLengths(batchLength(X), labels.length, `${this.type}: fit(X, y)`)
    return visit => forEachInput(X, this.features, this.accepts, (input, row) => visit(input, labels?.[row]))
  }

  private learnInput(input: Input, y: number | undefined): void {
    if (input instanceof Float64Array) this.learnVector(input, y)
    else this.learnValues(input, y)
  }

  private transformInput(input: Input, out: Out[] | Float64Array): void {
    if (input instanceof Float64Array) this.transformVector(input, out as Float64Array)
    else this.transformValues(input, out)
  }

  private newOutput(): Out[] | Float64Array {
    const width = this.outputFeatures.length
    return this.gives === 'numbers' ? new Float64Array(width) : new Array<Out>(width)
  }

  private named(out: Out[] | Float64Array): Record<string, Out> {
    return Object.fromEntries(this.outputFeatures.map((name, j) => [name, out[j] as Out]))
  }
}
