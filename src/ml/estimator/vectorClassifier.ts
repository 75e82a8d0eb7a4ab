import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { type Batch, batchFeatures, batchLength, forEachInput, isByPosition } from './batch.ts'
import type { Classifier, ClassLabel, ClassLabels } from './classifier.ts'
import { checkLengths } from './labels.ts'
import { type Input, type Records, VectorEstimator } from './vectorEstimator.ts'
import { checkLearned, checkWeight } from './vectorRegressor.ts'

/** Rows, batches, names and class labels for a classifier that itself only knows vectors and places of classes. */
export abstract class VectorClassifier extends VectorEstimator implements Classifier {
  readonly kind = 'classifier'
  readonly #named: readonly ClassLabel[]
  #classes: ClassLabel[]
  #probabilities = new Float64Array(0)

  /** @param classes named from the start, so that probabilities are there before the first record */
  constructor(classes: readonly ClassLabel[] = []) {
    super()
    this.#named = [...classes]
    this.#classes = [...classes]
  }

  get classes(): readonly ClassLabel[] {
    return this.#classes
  }

  classIndex(label: ClassLabel): number {
    const known = this.#classes.indexOf(label)
    if (known >= 0) return known
    this.addClass(label, this.#classes.length)
    return this.#classes.push(label) - 1
  }

  override reset(names: readonly string[] = this.features): void {
    this.#classes = [...this.#named]
    super.reset(names)
  }

  learnOne(x: object, y: ClassLabel, weight = 1): void {
    const input = this.inputToLearn(x)
    checkClassLabel(y)
    checkWeight(weight)
    this.learnInput(input, this.classIndex(y), weight)
  }

  predictOne(x: object): ClassLabel | null {
    const probabilities = this.probabilities(x)
    return this.classes[argMax(probabilities)] ?? null
  }

  predictProbaOne(x: object): Record<string, number> {
    const probabilities = this.probabilities(x)
    return Object.fromEntries(this.classes.map((label, k) => [String(label), probabilities[k] as number]))
  }

  fit(X: Batch, y: ClassLabels): this {
    const labels = readClassLabels(y, 'y')
    if (labels.length === 0) throw new FlinknbError('MODEL', 'fit(X, y): X has no rows.', { fix: 'Pass at least one.' })
    checkLengths(batchLength(X), labels.length, 'fit(X, y)')
    this.startBatch(batchFeatures(X), isByPosition(X))
    this.fitRecords(this.records(X, labels))
    return this
  }

  partialFit(X: Batch, y: ClassLabels): this {
    const labels = readClassLabels(y, 'y')
    checkLengths(batchLength(X), labels.length, 'partialFit(X, y)')
    if (this.features.length === 0 && labels.length > 0) this.startBatch(batchFeatures(X), isByPosition(X))
    this.records(X, labels)((input, y) => this.learnInput(input, y, 1))
    return this
  }

  predict(X: Batch): ClassLabel[] {
    checkLearned(this, 'predict')
    const out = new Float64Array(this.classes.length)
    const predictions: ClassLabel[] = []
    forEachInput(X, this.features, this.accepts, input => {
      this.probabilitiesOfInput(input, out)
      predictions.push(this.classes[argMax(out)] as ClassLabel)
    })
    return predictions
  }

  predictProba(X: Batch): number[][] {
    checkLearned(this, 'predictProba')
    const out = new Float64Array(this.classes.length)
    const probabilities: number[][] = []
    forEachInput(X, this.features, this.accepts, input => {
      this.probabilitiesOfInput(input, out)
      probabilities.push([...out])
    })
    return probabilities
  }

  abstract learnVector(x: Float64Array, classIndex: number, weight: number): void
  abstract probabilitiesOfVector(x: Float64Array, out: Float64Array): void
  abstract override clone(): Classifier

  predictAndLearnVector(x: Float64Array, classIndex: number, weight: number, out: Float64Array): void {
    this.probabilitiesOfVector(x, out)
    this.learnVector(x, classIndex, weight)
  }

  predictThenLearnVector(
    asked: Float64Array,
    x: Float64Array,
    classIndex: number,
    weight: number,
    out: Float64Array,
  ): void {
    this.probabilitiesOfVector(asked, out)
    this.learnVector(x, classIndex, weight)
  }

  learnValues(values: readonly unknown[], classIndex: number, weight: number): void {
    this.learnVector(this.numbersOf(values), classIndex, weight)
  }

  probabilitiesOfValues(values: readonly unknown[], out: Float64Array): void {
    this.probabilitiesOfVector(this.numbersOf(values), out)
  }

  /** A class appears at `index`, behind those known: make room for it, or throw `MODEL`. */
  protected abstract addClass(label: ClassLabel, index: number): void

  /** For `restore`: the classes as they were saved. */
  protected restoreClasses(classes: readonly ClassLabel[]): void {
    this.#classes = [...classes]
  }

  private probabilities(x: object): Float64Array {
    const { length } = this.classes
    if (this.#probabilities.length !== length) this.#probabilities = new Float64Array(length)
    if (this.features.length === 0) this.#probabilities.fill(1 / length)
    else this.probabilitiesOfInput(this.inputKnown(x), this.#probabilities)
    return this.#probabilities
  }

  /** How `fit` learns a batch, after a fresh start: once through, unless a class knows better. */
  protected fitRecords(records: Records): void {
    records((input, classIndex) => this.learnInput(input, classIndex, 1))
  }

  private records(X: Batch, labels: readonly ClassLabel[]): Records {
    return visit =>
      forEachInput(X, this.features, this.accepts, (input, row) =>
        visit(input, this.classIndex(labels[row] as ClassLabel)),
      )
  }

  private learnInput(input: Input, classIndex: number, weight: number): void {
    if (input instanceof Float64Array) this.learnVector(input, classIndex, weight)
    else this.learnValues(input, classIndex, weight)
  }

  private probabilitiesOfInput(input: Input, out: Float64Array): void {
    if (input instanceof Float64Array) this.probabilitiesOfVector(input, out)
    else this.probabilitiesOfValues(input, out)
  }
}

/** The place of the largest value, the first of equals; -1 for none. */
export function argMax(values: ArrayLike<number>): number {
  let best = values.length > 0 ? 0 : -1
  for (let k = 1; k < values.length; k++) if ((values[k] as number) > (values[best] as number)) best = k
  return best
}

/** @throws FlinknbError `MODEL` when a value can name no class */
export function checkClassLabel(label: unknown, what = 'label'): asserts label is ClassLabel {
  if (typeof label === 'string' || typeof label === 'boolean' || (typeof label === 'number' && Number.isFinite(label)))
    return
  throw new FlinknbError('MODEL', `${what}: ${show(label)} is no class.`, {
    fix: 'Classes are texts, finite numbers or booleans; filter rows without a label out.',
  })
}

/** Labels as an array. @throws FlinknbError `MODEL` naming the row (counted from 0) and value of what is no class */
export function readClassLabels(y: ClassLabels, what: string): readonly ClassLabel[] {
  const source: unknown = y !== null && typeof y === 'object' && 'values' in y && !('length' in y) ? y.values : y
  if (source === null || typeof source !== 'object' || !('length' in source)) {
    throw new FlinknbError('MODEL', `${what}: ${show(y)} is no column of labels.`, {
      fix: 'Pass an array or a Series.',
    })
  }
  return Array.from(source as ArrayLike<unknown>, (value, row) => {
    const label = Array.isArray(value) && value.length === 1 ? value[0] : value
    checkClassLabel(label, `${what} in row ${row}`)
    return label
  })
}
