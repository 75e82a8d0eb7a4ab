import { FlinknbError } from '../../base/errors.ts'
import { type Batch, batchFeatures, batchLength, forEachInput, isByPosition } from './batch.ts'
import { checkLengths, type Labels, readLabels } from './labels.ts'
import { isUsable, unusableValue } from './number.ts'
import type { Regressor } from './regressor.ts'
import { type Input, type Records, VectorEstimator } from './vectorEstimator.ts'

/** Rows, batches and names for a regressor that itself only knows vectors. */
export abstract class VectorRegressor extends VectorEstimator implements Regressor {
  readonly kind = 'regressor'

  learnOne(x: object, y: number, weight = 1): void {
    const input = this.inputToLearn(x)
    if (!isUsable(y)) throw unusableValue('label', y)
    checkWeight(weight)
    this.learnInput(input, y, weight)
  }

  predictOne(x: object): number {
    return this.features.length === 0 ? 0 : this.predictInput(this.inputKnown(x))
  }

  fit(X: Batch, y: Labels): this {
    const labels = readLabels(y, 'y')
    checkLengths(batchLength(X), labels.length, 'fit(X, y)')
    if (labels.length === 0) throw new FlinknbError('MODEL', 'fit(X, y): X has no rows.', { fix: 'Pass at least one.' })
    this.startBatch(batchFeatures(X), isByPosition(X))
    this.fitRecords(visit =>
      forEachInput(X, this.features, this.accepts, (input, row) => visit(input, labels[row] as number)),
    )
    return this
  }

  partialFit(X: Batch, y: Labels): this {
    const labels = readLabels(y, 'y')
    checkLengths(batchLength(X), labels.length, 'partialFit(X, y)')
    if (this.features.length === 0 && labels.length > 0) this.startBatch(batchFeatures(X), isByPosition(X))
    forEachInput(X, this.features, this.accepts, (input, row) => this.learnInput(input, labels[row] as number, 1))
    return this
  }

  predict(X: Batch): number[] {
    checkLearned(this, 'predict')
    const predictions: number[] = []
    forEachInput(X, this.features, this.accepts, input => predictions.push(this.predictInput(input)))
    return predictions
  }

  predictAndLearnVector(x: Float64Array, y: number, weight: number): number {
    const prediction = this.predictVector(x)
    this.learnVector(x, y, weight)
    return prediction
  }

  predictThenLearnVector(asked: Float64Array, x: Float64Array, y: number, weight: number): number {
    const prediction = this.predictVector(asked)
    this.learnVector(x, y, weight)
    return prediction
  }

  abstract learnVector(x: Float64Array, y: number, weight: number): void
  abstract predictVector(x: Float64Array): number
  abstract override clone(): Regressor

  learnValues(values: readonly unknown[], y: number, weight: number): void {
    this.learnVector(this.numbersOf(values), y, weight)
  }

  predictValues(values: readonly unknown[]): number {
    return this.predictVector(this.numbersOf(values))
  }

  /** How `fit` learns a batch, after a fresh start: once through, unless a class knows better. */
  protected fitRecords(records: Records): void {
    records((input, y) => this.learnInput(input, y, 1))
  }

  private learnInput(input: Input, y: number, weight: number): void {
    if (input instanceof Float64Array) this.learnVector(input, y, weight)
    else this.learnValues(input, y, weight)
  }

  private predictInput(input: Input): number {
    return input instanceof Float64Array ? this.predictVector(input) : this.predictValues(input)
  }
}

/** @throws FlinknbError `MODEL` when a weight is not a finite number of 0 or more */
export function checkWeight(weight: unknown, what = 'weight'): asserts weight is number {
  if (!isUsable(weight)) throw unusableValue(what, weight)
  if (weight < 0) throw new FlinknbError('MODEL', `${what}: ${weight} is negative.`, { fix: 'Weights are 0 or more.' })
}

/** @throws FlinknbError `INVALID_STATE` when nothing was learned */
export function checkLearned(model: { readonly type: string; readonly n: number }, call: string): void {
  if (model.n > 0) return
  throw new FlinknbError('INVALID_STATE', `${model.type}: ${call}() before anything was learned.`, {
    fix: 'Call fit(X, y) or learnOne(x, y) first.',
  })
}
