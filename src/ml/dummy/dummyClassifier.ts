import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { ClassLabel } from '../estimator/classifier.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { VectorClassifier } from '../estimator/vectorClassifier.ts'
import { classOption, readClasses } from '../gradient/binaryClassifier.ts'

/** Options of {@link DummyClassifier}. */
export interface DummyClassifierOptions {
  /**
   * `prior` (default): each class's share as its probability; `mostFrequent`: the most frequent class for sure; `last`:
   * the last label for sure.
   */
  readonly strategy?: 'prior' | 'mostFrequent' | 'last' | undefined
  /** Classes that are known from the start; others are added as they are met. */
  readonly classes?: readonly ClassLabel[] | undefined
}

interface DummyClassifierState {
  readonly n: number
  readonly classes: readonly ClassLabel[]
  readonly weights: readonly number[]
  readonly last: number
}

/**
 * Predicts the classes' shares, the most frequent one or the last one, whatever the features say: what a model has to
 * beat. scikit-learn's `DummyClassifier`, River's `PriorClassifier` and `NoChangeClassifier`. Before a record every
 * named class is as likely.
 *
 * Memory: 1 number a class.
 *
 * @example
 * const model = new ml.DummyClassifier().fit([{ x: 1 }, { x: 2 }, { x: 3 }, { x: 4 }], ['+', '+', '+', '-'])
 * model.predictProbaOne({ x: 5 }) // { '+': 0.75, '-': 0.25 }
 */
export class DummyClassifier extends VectorClassifier {
  readonly type = 'DummyClassifier'
  readonly options: Readonly<Record<string, unknown>>
  readonly #strategy: NonNullable<DummyClassifierOptions['strategy']>
  #n = 0
  #weights: number[] = []
  #last = -1

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: DummyClassifierOptions = {}) {
    checkOptionNames('DummyClassifier', options, ['strategy', 'classes'])
    const classes = readClasses('DummyClassifier', options.classes)
    super(classes)
    const { strategy = 'prior' } = options
    if (!['prior', 'mostFrequent', 'last'].includes(strategy)) {
      throw new FlinknbError('INVALID_OPTION', `DummyClassifier: strategy: ${show(strategy)} is none.`, {
        fix: `Pass 'prior', 'mostFrequent' or 'last'.`,
      })
    }
    this.#strategy = strategy
    this.options = { strategy, ...classOption(classes) }
    this.start()
  }

  get n(): number {
    return this.#n
  }

  learnVector(_x: Float64Array, classIndex: number, weight: number): void {
    this.#n++
    this.#weights[classIndex] = (this.#weights[classIndex] ?? 0) + weight
    if (weight > 0) this.#last = classIndex
  }

  probabilitiesOfVector(_x: Float64Array, out: Float64Array): void {
    const total = this.#weights.reduce((sum, weight) => sum + weight, 0)
    if (total === 0) out.fill(1 / out.length)
    else if (this.#strategy === 'prior') for (let k = 0; k < out.length; k++) out[k] = (this.#weights[k] ?? 0) / total
    else {
      out.fill(0)
      out[this.#strategy === 'last' ? this.#last : this.#weights.indexOf(Math.max(...this.#weights))] = 1
    }
  }

  /** Adds what another one has counted; the last label is then the other's. */
  merge(other: DummyClassifier): this {
    this.#n += other.#n
    for (const [k, label] of other.classes.entries()) {
      const own = this.classIndex(label)
      this.#weights[own] = (this.#weights[own] ?? 0) + (other.#weights[k] ?? 0)
    }
    if (other.#last >= 0) this.#last = this.classIndex(other.classes[other.#last] as ClassLabel)
    return this
  }

  clone(): DummyClassifier {
    return new DummyClassifier(this.options)
  }

  toJSON(): EstimatorJSON {
    const state: DummyClassifierState = {
      n: this.#n,
      classes: [...this.classes],
      weights: [...this.#weights],
      last: this.#last,
    }
    return { type: this.type, format: 1, options: this.options, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const { n, classes, weights, last } = json.state as DummyClassifierState
    this.restoreClasses(readClasses(this.type, classes))
    this.#n = n
    this.#weights = [...weights]
    this.#last = last
  }

  describe(): ModelDescription {
    const total = this.#weights.reduce((sum, weight) => sum + weight, 0)
    return {
      title: this.type,
      n: this.#n,
      features: this.features,
      parameters: [{ name: 'strategy', value: this.#strategy }],
      tables: [
        {
          title: 'Classes',
          columns: ['class', 'weight', 'share'],
          rows: this.classes.map((label, k) => {
            const weight = this.#weights[k] ?? 0
            return [String(label), weight, total > 0 ? weight / total : null]
          }),
        },
      ],
      notes: ['A baseline: predicts the same whatever the features are.'],
    }
  }

  protected addClass(_label: ClassLabel, index: number): void {
    this.#weights[index] = 0
  }

  protected start(): void {
    this.#n = 0
    this.#weights = this.classes.map(() => 0)
    this.#last = -1
  }

  protected override extend(): void {}
}
