import { FlinknbError } from '../../base/errors.ts'
import { type Batch, batchFeatures, batchLength, forEachRow, isByPosition } from './batch.ts'
import { checkLengths, type Labels, readLabels } from './labels.ts'
import { isUsable, unusableValue } from './number.ts'
import type { Regressor } from './regressor.ts'
import { VectorEstimator } from './vectorEstimator.ts'

/** Rows, batches and names for a regressor that itself only knows vectors. */
export abstract class VectorRegressor extends VectorEstimator implements Regressor {
  readonly kind = 'regressor'

  learnOne(x: object, y: number, weight = 1): void {
    const vector = this.readToLearn(x)
    if (!isUsable(y)) throw unusableValue('label', y)
    checkWeight(weight)
    this.learnVector(vector, y, weight)
  }

  predictOne(x: object): number {
    return this.features.length === 0 ? 0 : this.predictVector(this.readKnown(x))
  }

  fit(X: Batch, y: Labels): this {
    const labels = readLabels(y, 'y')
    checkLengths(batchLength(X), labels.length, 'fit(X, y)')
    if (labels.length === 0) throw new FlinknbError('MODEL', 'fit(X, y): X has no rows.', { fix: 'Pass at least one.' })
    this.startBatch(batchFeatures(X), isByPosition(X))
    forEachRow(X, this.features, (x, row) => this.learnVector(x, labels[row] as number, 1))
    return this
  }

  partialFit(X: Batch, y: Labels): this {
    const labels = readLabels(y, 'y')
    checkLengths(batchLength(X), labels.length, 'partialFit(X, y)')
    if (this.features.length === 0 && labels.length > 0) this.startBatch(batchFeatures(X), isByPosition(X))
    forEachRow(X, this.features, (x, row) => this.learnVector(x, labels[row] as number, 1))
    return this
  }

  predict(X: Batch): number[] {
    checkLearned(this, 'predict')
    const predictions: number[] = []
    forEachRow(X, this.features, x => predictions.push(this.predictVector(x)))
    return predictions
  }

  predictAndLearnVector(x: Float64Array, y: number, weight: number): number {
    const prediction = this.predictVector(x)
    this.learnVector(x, y, weight)
    return prediction
  }

  abstract learnVector(x: Float64Array, y: number, weight: number): void
  abstract predictVector(x: Float64Array): number
  abstract override clone(): Regressor
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
