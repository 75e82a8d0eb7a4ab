import { FlinknbError } from '../../base/errors.ts'
import type { Accepts, Estimator, EstimatorJSON, EstimatorKind } from './estimator.ts'
import { agreeOnFeatures, checkFeatureNames } from './featureNames.ts'
import { readFeatures, readNumbers } from './featureReader.ts'
import type { ModelDescription } from './modelDescription.ts'

/** A record in feature order: checked numbers, or raw values for an estimator that accepts values. */
export type Input = Float64Array | readonly unknown[]

/** Goes through all records of a batch, in order, as often as it is called. `y` is a label, or the place of a class. */
export type Records<Y = number> = (visit: (input: Input, y: Y) => void) => void

/** The names of an estimator that itself only knows vectors, and the reading of rows into them. */
export abstract class VectorEstimator implements Estimator {
  abstract readonly type: string
  abstract readonly kind: EstimatorKind
  abstract readonly n: number
  #features: readonly string[] = []
  #x = new Float64Array(0)
  #values: unknown[] = []
  /** Whether the features were taken from the first record, whose columns then are all the columns there are. */
  #implicit = false

  get features(): readonly string[] {
    return this.#features
  }

  get accepts(): Accepts {
    return 'numbers'
  }

  useFeatures(names: readonly string[]): void {
    const agreed = agreeOnFeatures(this.#features, names, this.type)
    if (agreed !== this.#features) this.reset(agreed)
    this.#implicit = false
  }

  extendFeatures(names: readonly string[]): void {
    if (names.length === 0) return
    const all = checkFeatureNames(this.type, [...this.#features, ...names])
    if (this.n === 0) this.reset(all)
    else {
      this.extend(names, this.#features.length)
      this.take(all)
    }
  }

  reset(names: readonly string[] = this.#features): void {
    if (names !== this.#features) this.take(names.length === 0 ? [] : checkFeatureNames(this.type, names))
    this.start(this.#features)
  }

  abstract clone(): Estimator
  abstract toJSON(): EstimatorJSON
  abstract restore(json: EstimatorJSON): void
  abstract describe(): ModelDescription
  /** Starts with nothing learned and these features, which may be none. */
  protected abstract start(features: readonly string[]): void

  /** Takes `names` in behind `width` known features; called when something was learned already. */
  protected extend(names: readonly string[], _width: number): void {
    throw new FlinknbError('MODEL', `${this.type}: feature '${names[0]}' appeared after learning had begun.`, {
      fix: 'Name all features, or all categories of the encoder before it, from the start.',
    })
  }

  /**
   * A record to learn as numbers, in an array that is reused. The first one fixes the features: all of its columns.
   *
   * @throws FlinknbError `MODEL` naming the column and value that is not a finite number, or a column that is new
   */
  protected readToLearn(x: object): Float64Array {
    this.meet(x)
    return this.readKnown(x)
  }

  /** The features of a record as numbers, in an array that is reused; other columns are ignored. @throws as {@link readToLearn} */
  protected readKnown(x: object): Float64Array {
    readFeatures(x, this.#features, this.#x)
    return this.#x
  }

  /** {@link readToLearn}, or its raw values where those are accepted, in an array that is reused. */
  protected inputToLearn(x: object): Input {
    this.meet(x)
    return this.inputKnown(x)
  }

  /** {@link readKnown}, or its raw values where those are accepted, in an array that is reused. */
  protected inputKnown(x: object): Input {
    if (this.accepts === 'numbers') return this.readKnown(x)
    const record = x as Readonly<Record<string, unknown>>
    for (let j = 0; j < this.#features.length; j++) this.#values[j] = record[this.#features[j] as string]
    return this.#values
  }

  /** Values in feature order as numbers, in an array that is reused. @throws as {@link readToLearn} */
  protected numbersOf(values: readonly unknown[]): Float64Array {
    readNumbers(values, this.#features, this.#x)
    return this.#x
  }

  /** Starts anew for a batch that offers these columns; `byPosition` when they are no names, only places. */
  protected startBatch(columns: readonly string[], byPosition: boolean): void {
    const fits = byPosition && columns.length === this.#features.length
    if (this.#features.length === 0 || (this.#implicit && !fits)) {
      this.reset(columns)
      this.#implicit = true
    } else this.reset()
  }

  private meet(x: object): void {
    if (this.#features.length === 0) {
      this.useFeatures(Object.keys(x))
      this.#implicit = true
    } else if (this.#implicit) this.refuseNewColumns(x)
  }

  private take(names: readonly string[]): void {
    this.#features = [...names]
    this.#x = new Float64Array(names.length)
    this.#values = new Array<unknown>(names.length).fill(undefined)
  }

  private refuseNewColumns(x: object): void {
    const added = Object.keys(x).find(name => !this.#features.includes(name))
    if (added === undefined) return
    throw new FlinknbError('MODEL', `${this.type}: feature '${added}' appeared after learning had begun.`, {
      fix: `Leave it out, or name the features first: useFeatures([${this.#features.map(name => `'${name}'`).join(', ')}]).`,
    })
  }
}
