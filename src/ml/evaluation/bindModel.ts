import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { Classifier, ClassLabel } from '../estimator/classifier.ts'
import type { Accepts, Estimator } from '../estimator/estimator.ts'
import { checkFeatureNames } from '../estimator/featureNames.ts'
import { compileFeatureReader, compileValueReader } from '../estimator/featureReader.ts'
import { isIntervalRegressor } from '../estimator/intervalRegressor.ts'
import { unusableValue } from '../estimator/number.ts'
import type { Regressor } from '../estimator/regressor.ts'
import { argMax } from '../estimator/vectorClassifier.ts'
import type { Input } from '../estimator/vectorEstimator.ts'
import type { FeatureName } from './scored.ts'

type Row = Readonly<Record<string, unknown>>

/** Columns that can be features of a model: any, where it is known to accept values, else those that may hold numbers. */
export type FeatureOf<M extends { readonly accepts: Accepts }, In> = M['accepts'] extends 'values'
  ? keyof In & string
  : FeatureName<In>

/**
 * A regressor and its features. `read` a row, then ask and teach about that row, whatever the model reads of it: numbers
 * or raw values. `y` and `weight` are finite numbers, already checked.
 */
export interface BoundRegressor {
  readonly kind: 'regressor'
  readonly model: Regressor
  /** @throws FlinknbError `MODEL` naming the feature and value that is not a finite number, where numbers are read */
  read(row: object): void
  /** Of the row read last, as are all of these. */
  predict(): number
  learn(y: number, weight: number): void
  /** `predict`, then `learn`: the same result, possibly faster. */
  predictAndLearn(y: number, weight: number): number
  /** Writes lower and upper bound to `out`; false while there is no interval, or where the model gives none. */
  interval(out: Float64Array): boolean
}

/** A classifier and its features; see {@link BoundRegressor}. Labels are already checked (`checkClassLabel`). */
export interface BoundClassifier {
  readonly kind: 'classifier'
  readonly model: Classifier
  read(row: object): void
  /** The likeliest class; null before one is known. */
  predict(): ClassLabel | null
  /** One a class, in the order of `model.classes`, in an array that is reused: read it before the next `read`. */
  probabilities(): Float64Array
  learn(label: ClassLabel, weight: number): void
  /** What `predict` says before `learn`; `lastProbabilities` are those it came from. */
  predictAndLearn(label: ClassLabel, weight: number): ClassLabel | null
  /** Of the last `predict`, `probabilities` or `predictAndLearn`; as long as the classes known then. */
  readonly lastProbabilities: Float64Array
}

/** A model that learns from labels, and its features. */
export type BoundModel = BoundRegressor | BoundClassifier

/**
 * Gives a model its features, or checks that it has these, and hides whether it reads numbers or values.
 *
 * @throws FlinknbError `INVALID_OPTION` when `model` is neither regressor nor classifier or `features` no list of names;
 *   `MODEL` when the model has learned other features
 */
export function bindModel(call: string, model: Regressor, features: readonly string[]): BoundRegressor
export function bindModel(call: string, model: Classifier, features: readonly string[]): BoundClassifier
export function bindModel(call: string, model: Regressor | Classifier, features: readonly string[]): BoundModel
export function bindModel(call: string, model: Regressor | Classifier, features: readonly string[]): BoundModel {
  const kind: unknown = model !== null && typeof model === 'object' ? model.kind : undefined
  if (kind !== 'regressor' && kind !== 'classifier') {
    throw new FlinknbError('INVALID_OPTION', `${call}: model: ${show(model)} is no regressor and no classifier.`, {
      fix: 'Pass one, such as ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression()).',
    })
  }
  model.useFeatures(checkFeatureNames(call, features))
  if (model.kind === 'classifier') {
    return model.accepts === 'values' ? new ValueClassifierBinding(model) : new NumberClassifierBinding(model)
  }
  return model.accepts === 'values' ? new ValueRegressorBinding(model) : new NumberRegressorBinding(model)
}

/** The numbers of a row, checked, in an array that is reused. */
export function numberReading(model: Estimator): { readonly x: Float64Array; readonly read: (row: object) => void } {
  const { features } = model
  const x = new Float64Array(features.length)
  const reader = compileFeatureReader(features)
  return {
    x,
    read: row => {
      const bad = reader(row as Row, x)
      if (bad >= 0) throw unusableValue(`feature '${features[bad]}'`, (row as Row)[features[bad] as string])
    },
  }
}

/** The values of a row, as they are, in an array that is reused. */
export function valueReading(model: Estimator): { readonly values: unknown[]; readonly read: (row: object) => void } {
  const values = new Array<unknown>(model.features.length).fill(undefined)
  const reader = compileValueReader(model.features)
  return { values, read: row => reader(row as Row, values) }
}

/** A row as a model reads it, in an array that is reused: checked numbers, or values as they are. */
export function inputReading(model: Estimator): { readonly input: Input; readonly read: (row: object) => void } {
  if (model.accepts === 'values') {
    const { values, read } = valueReading(model)
    return { input: values, read }
  }
  const { x, read } = numberReading(model)
  return { input: x, read }
}

class NumberRegressorBinding implements BoundRegressor {
  readonly kind = 'regressor'
  readonly read: (row: object) => void
  private readonly x: Float64Array

  constructor(readonly model: Regressor) {
    const { x, read } = numberReading(model)
    this.x = x
    this.read = read
  }

  predict(): number {
    return this.model.predictVector(this.x)
  }

  learn(y: number, weight: number): void {
    this.model.learnVector(this.x, y, weight)
  }

  predictAndLearn(y: number, weight: number): number {
    return this.model.predictAndLearnVector(this.x, y, weight)
  }

  interval(out: Float64Array): boolean {
    return isIntervalRegressor(this.model) && this.model.intervalOfVector(this.x, out)
  }
}

class ValueRegressorBinding implements BoundRegressor {
  readonly kind = 'regressor'
  readonly read: (row: object) => void
  private readonly values: unknown[]

  constructor(readonly model: Regressor) {
    const { values, read } = valueReading(model)
    this.values = values
    this.read = read
  }

  predict(): number {
    return this.model.predictValues(this.values)
  }

  learn(y: number, weight: number): void {
    this.model.learnValues(this.values, y, weight)
  }

  predictAndLearn(y: number, weight: number): number {
    const prediction = this.model.predictValues(this.values)
    this.model.learnValues(this.values, y, weight)
    return prediction
  }

  interval(out: Float64Array): boolean {
    return isIntervalRegressor(this.model) && this.model.intervalOfValues(this.values, out)
  }
}

abstract class ClassifierBinding implements BoundClassifier {
  readonly kind = 'classifier'
  lastProbabilities = new Float64Array(0)

  constructor(readonly model: Classifier) {}

  abstract read(row: object): void
  abstract learn(label: ClassLabel, weight: number): void
  protected abstract write(out: Float64Array): void

  probabilities(): Float64Array {
    const out = this.roomFor(this.model.classes)
    this.write(out)
    return out
  }

  /** `lastProbabilities`, one a class. */
  protected roomFor({ length }: readonly ClassLabel[]): Float64Array {
    if (this.lastProbabilities.length !== length) this.lastProbabilities = new Float64Array(length)
    return this.lastProbabilities
  }

  predict(): ClassLabel | null {
    return this.model.classes[argMax(this.probabilities())] ?? null
  }

  predictAndLearn(label: ClassLabel, weight: number): ClassLabel | null {
    const prediction = this.predict()
    this.learn(label, weight)
    return prediction
  }
}

class NumberClassifierBinding extends ClassifierBinding {
  private readonly reading: ReturnType<typeof numberReading>

  constructor(model: Classifier) {
    super(model)
    this.reading = numberReading(model)
  }

  read(row: object): void {
    this.reading.read(row)
  }

  learn(label: ClassLabel, weight: number): void {
    this.model.learnVector(this.reading.x, this.model.classIndex(label), weight)
  }

  override predictAndLearn(label: ClassLabel, weight: number): ClassLabel | null {
    const { model } = this
    const { classes } = model
    // A class that is new must not be among those that are predicted.
    if (!classes.includes(label)) return super.predictAndLearn(label, weight)
    const out = this.roomFor(classes)
    model.predictAndLearnVector(this.reading.x, model.classIndex(label), weight, out)
    return classes[argMax(out)] ?? null
  }

  protected write(out: Float64Array): void {
    this.model.probabilitiesOfVector(this.reading.x, out)
  }
}

class ValueClassifierBinding extends ClassifierBinding {
  private readonly reading: ReturnType<typeof valueReading>

  constructor(model: Classifier) {
    super(model)
    this.reading = valueReading(model)
  }

  read(row: object): void {
    this.reading.read(row)
  }

  learn(label: ClassLabel, weight: number): void {
    this.model.learnValues(this.reading.values, this.model.classIndex(label), weight)
  }

  protected write(out: Float64Array): void {
    this.model.probabilitiesOfValues(this.reading.values, out)
  }
}
