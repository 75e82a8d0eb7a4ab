import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames } from '../../base/options.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { ClassLabel } from '../estimator/classifier.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { VectorClassifier } from '../estimator/vectorClassifier.ts'
import { classOption, readClasses } from '../gradient/binaryClassifier.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { ClassMoments, type ClassMomentsState } from './classMoments.ts'

/** Options of {@link GaussianNB}. */
export interface GaussianNBOptions {
  /**
   * Added to every density, so that no feature can rule a class out alone: a value far from all others, or a feature
   * that is still constant within a class. Default 1e-9, as in River.
   */
  readonly densityFloor?: number | undefined
  /** Classes that are known from the start; others are added as they are met. */
  readonly classes?: readonly ClassLabel[] | undefined
}

/** What a class knows before it has two records: nothing of its deviation. */
const LOG_TAU = Math.log(2 * Math.PI)

/**
 * Naive Bayes with a normal distribution for each class and feature, kept by Welford's recurrence (weighted: West 1979):
 * exact after every record, mergeable, without any rate to choose. Gives the probabilities of River's `GaussianNB`.
 *
 * Memory: K (2 d + 2) numbers for K classes.
 *
 * @example
 * const model = new ml.GaussianNB().fit([{ x: 1 }, { x: 3 }, { x: 6 }, { x: 8 }], ['low', 'low', 'high', 'high'])
 * model.predictOne({ x: 4 }) // 'low': half the records, 2 ± √2 against 7 ± √2
 */
export class GaussianNB extends VectorClassifier {
  readonly type = 'GaussianNB'
  readonly options: Readonly<Record<string, unknown>> & { readonly densityFloor: number }
  #moments: ClassMoments[] = []
  #n = 0

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: GaussianNBOptions = {}) {
    checkOptionNames('GaussianNB', options, ['densityFloor', 'classes'])
    const classes = readClasses('GaussianNB', options.classes)
    super(classes)
    const { densityFloor = 1e-9 } = options
    checkNumber('GaussianNB', 'densityFloor', densityFloor, { above: 0, below: 1 })
    this.options = { densityFloor, ...classOption(classes) }
    this.start([])
  }

  get n(): number {
    return this.#n
  }

  learnVector(x: Float64Array, classIndex: number, weight: number): void {
    this.#n++
    if (weight > 0) this.#moments[classIndex]?.add(x, weight)
  }

  probabilitiesOfVector(x: Float64Array, out: Float64Array): void {
    const { densityFloor } = this.options
    let total = 0
    for (let k = 0; k < out.length; k++) total += this.#moments[k]?.weight ?? 0
    if (total === 0) {
      out.fill(1 / out.length)
      return
    }
    let top = Number.NEGATIVE_INFINITY
    for (let k = 0; k < out.length; k++) {
      const moments = this.#moments[k] as ClassMoments
      let log = Math.log(moments.weight / total)
      for (let j = 0; j < x.length && log > Number.NEGATIVE_INFINITY; j++) {
        log += Math.log(densityFloor + density(x[j] as number, moments.mean[j] as number, moments.variance(j)))
      }
      out[k] = log
      if (log > top) top = log
    }
    let sum = 0
    for (let k = 0; k < out.length; k++) sum += Math.exp((out[k] as number) - top)
    const all = top + Math.log(sum)
    for (let k = 0; k < out.length; k++) out[k] = Math.exp((out[k] as number) - all)
  }

  /**
   * Adds what another one has learned (Chan).
   *
   * @throws FlinknbError `MODEL` when the features differ
   */
  merge(other: GaussianNB): this {
    if (other.features.length === 0) return this
    this.useFeatures(other.features)
    const columns = this.features.map(name => other.features.indexOf(name))
    for (const [k, label] of other.classes.entries()) {
      this.#moments[this.classIndex(label)]?.merge(other.#moments[k] as ClassMoments, columns)
    }
    this.#n += other.#n
    return this
  }

  clone(): GaussianNB {
    return new GaussianNB(this.options)
  }

  toJSON(): EstimatorJSON {
    const state = { n: this.#n, classes: [...this.classes], moments: this.#moments.map(moments => moments.toJSON()) }
    return { type: this.type, format: 1, options: this.options, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const { n, classes, moments } = json.state as {
      readonly n: number
      readonly classes: readonly ClassLabel[]
      readonly moments: readonly ClassMomentsState[]
    }
    this.restoreClasses(readClasses(this.type, classes))
    if (!Number.isFinite(n) || moments?.length !== classes.length) {
      throw new FlinknbError('MODEL', 'GaussianNB: the saved state is damaged.', { fix: 'Pass what toJSON() gave.' })
    }
    this.#n = n
    this.#moments = moments.map(state => {
      const restored = new ClassMoments(this.features.length)
      restored.restore(state)
      return restored
    })
  }

  describe(): ModelDescription {
    return {
      title: this.type,
      n: this.#n,
      features: this.features,
      parameters: [{ name: 'densityFloor', value: this.options.densityFloor }],
      tables: [
        {
          title: 'Features',
          columns: ['feature', ...this.classes.flatMap(label => [`mean of ${label}`, `deviation of ${label}`])],
          rows: this.features.map((name, j) => [
            name,
            ...this.#moments.flatMap(moments => [moments.mean[j] ?? null, Math.sqrt(moments.variance(j))]),
          ]),
        },
        {
          title: 'Classes',
          columns: ['class', 'weight'],
          rows: this.classes.map((label, k) => [String(label), this.#moments[k]?.weight ?? 0]),
        },
      ],
      notes: this.#n === 0 ? ['Nothing learned yet; every class is as likely.'] : [],
    }
  }

  protected addClass(): void {
    this.#moments.push(new ClassMoments(this.features.length))
  }

  protected start(features: readonly string[]): void {
    this.#n = 0
    this.#moments = this.classes.map(() => new ClassMoments(features.length))
  }

  protected override extend(names: readonly string[], width: number): void {
    for (const moments of this.#moments) moments.extend(width + names.length)
  }
}

function density(x: number, mean: number, variance: number): number {
  if (!(variance > 0)) return 0
  return Math.exp(-((x - mean) ** 2) / (2 * variance) - (LOG_TAU + Math.log(variance)) / 2)
}
