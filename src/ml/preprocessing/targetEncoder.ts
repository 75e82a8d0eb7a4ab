import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames } from '../../base/options.ts'
import type { DescriptionTable } from '../estimator/modelDescription.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { categoryOf } from './category.ts'
import { Encoder } from './encoder.ts'

/** Options of {@link TargetEncoder}. */
export interface TargetEncoderOptions {
  /** How many records the prior counts as. Default 10. */
  readonly smoothing?: number | undefined
  /** What a category is worth that was never seen. Default: the mean label so far. */
  readonly prior?: number | undefined
  /** Before a classifier of more than two classes: how many; each feature then becomes as many shares. */
  readonly classes?: number | undefined
  /** Categories kept a feature; later ones are worth the prior. Default 100,000. */
  readonly maxCategories?: number | undefined
}

/** Sum of labels (of 1 for a class) and number of records of each category. */
type Sums = Map<string, { readonly sums: number[]; n: number }>

/**
 * A category as the mean label of its records so far, drawn towards the mean of all while they are few: (Σy + m × prior) /
 * (n + m), Micci-Barreca's (SIGKDD Explorations 3, 2001), as scikit-learn's `TargetEncoder(smooth=m)` and River's
 * `TargetAgg(BayesianMean)`.
 *
 * It learns a record only after the model has, so no record ever knows its own label: over a stream each is encoded by those
 * before it, also in `fit` of a pipeline. Before a classifier the label is the class's place: of two classes, the mean is the
 * share of the second. Memory: two numbers and a name for each of at most `maxCategories` categories a feature.
 *
 * @example
 * const encoder = new ml.TargetEncoder({ smoothing: 1 })
 * encoder.learnOne({ city: 'Rome' }, 8)
 * encoder.learnOne({ city: 'Oslo' }, 2)
 * encoder.transformOne({ city: 'Rome' }) // { city: 6.5 }: (8 + 5) / 2, the mean of all being 5
 */
export class TargetEncoder extends Encoder {
  readonly type = 'TargetEncoder'
  readonly options: {
    readonly smoothing: number
    readonly prior: number | null
    readonly classes: number
    readonly maxCategories: number
  }
  #sums: Sums[] = []
  #all: number[] = []
  #names: readonly string[] = []
  #labelsAreClasses = false

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: TargetEncoderOptions | TargetEncoder['options'] = {}) {
    super()
    checkOptionNames('TargetEncoder', options, ['smoothing', 'prior', 'classes', 'maxCategories'])
    const { smoothing = 10, classes = 2, maxCategories = 100_000 } = options
    const prior = options.prior ?? null
    checkNumber('TargetEncoder', 'smoothing', smoothing, { from: 0 })
    checkNumber('TargetEncoder', 'classes', classes, { from: 2, to: 1000, whole: true })
    checkNumber('TargetEncoder', 'maxCategories', maxCategories, { from: 1, whole: true })
    if (prior !== null) checkNumber('TargetEncoder', 'prior', prior, {})
    this.options = { smoothing, prior, classes, maxCategories }
    this.#all = new Array<number>(this.places).fill(0)
  }

  override get outputFeatures(): readonly string[] {
    return this.#names
  }

  override get learnsAfter(): boolean {
    return true
  }

  labelsAreClasses(): void {
    this.#labelsAreClasses = true
  }

  learnValues(values: readonly unknown[], y?: number): void {
    this.checkLabel(y)
    const places = this.places
    for (let j = 0; j < this.#sums.length; j++) {
      const sums = this.#sums[j] as Sums
      const category = categoryOf(values[j], this.features[j] as string, 'category')
      let entry = sums.get(category)
      if (!entry) {
        if (sums.size >= this.options.maxCategories) continue
        entry = { sums: new Array<number>(places).fill(0), n: 0 }
        sums.set(category, entry)
      }
      entry.n++
      addLabel(entry.sums, y)
    }
    this.learned++
    addLabel(this.#all, y)
  }

  transformValues(values: readonly unknown[], out: number[] | Float64Array): void {
    const places = this.places
    const { smoothing } = this.options
    for (let j = 0; j < this.#sums.length; j++) {
      const entry = this.#sums[j]?.get(categoryOf(values[j], this.features[j] as string, 'category'))
      for (let k = 0; k < places; k++) {
        const prior = this.priorOf(k)
        const weight = (entry?.n ?? 0) + smoothing
        out[j * places + k] = entry && weight > 0 ? ((entry.sums[k] as number) + smoothing * prior) / weight : prior
      }
    }
  }

  /**
   * Adds what another has learned.
   *
   * @throws FlinknbError `MODEL` when features or the number of classes differ
   */
  merge(other: TargetEncoder): this {
    if (other.n === 0) return this
    if (other.places !== this.places) {
      throw new FlinknbError(
        'MODEL',
        `TargetEncoder: merge() of ${other.options.classes} classes with ${this.options.classes}.`,
        {
          fix: 'Merge what clone() gave.',
        },
      )
    }
    this.useFeatures(other.features)
    for (const [j, name] of this.features.entries()) {
      const sums = this.#sums[j] as Sums
      for (const [category, entry] of other.#sums[other.features.indexOf(name)] as Sums) {
        const own = sums.get(category)
        if (own) {
          own.n += entry.n
          addAll(own.sums, entry.sums)
        } else if (sums.size < this.options.maxCategories) sums.set(category, { n: entry.n, sums: [...entry.sums] })
      }
    }
    addAll(this.#all, other.#all)
    this.learned += other.learned
    return this
  }

  clone(): TargetEncoder {
    const copy = new TargetEncoder(this.options)
    if (this.#labelsAreClasses) copy.labelsAreClasses()
    return copy
  }

  protected prepare(features: readonly string[]): void {
    this.#sums = []
    this.#names = []
    this.#all = new Array<number>(this.places).fill(0)
    this.addFeatures(features)
  }

  protected override extend(names: readonly string[]): void {
    this.addFeatures(names)
  }

  protected saved(): Readonly<Record<string, unknown>> {
    const entries = this.#sums.map(sums => [...sums].map(([category, entry]) => [category, entry.n, ...entry.sums]))
    return { all: this.#all, entries, classes: this.#labelsAreClasses }
  }

  protected restoreSaved({ all, entries, classes }: Readonly<Record<string, unknown>>): void {
    const lists = entries as readonly (readonly (readonly [string, number, ...number[]])[])[]
    if (lists.length !== this.features.length || (all as number[]).length !== this.places) throw this.damaged(all)
    this.#all = [...(all as number[])]
    this.#sums = lists.map(list => new Map(list.map(([category, n, ...sums]) => [category, { n, sums }])))
    this.#labelsAreClasses = classes === true
  }

  protected tables(): readonly DescriptionTable[] {
    const rows = this.features.map((name, j) => [name, this.#sums[j]?.size ?? 0])
    return [{ title: 'Features', columns: ['feature', 'categories'], rows }]
  }

  /** Numbers a feature becomes. */
  private get places(): number {
    return this.options.classes > 2 ? this.options.classes : 1
  }

  private addFeatures(names: readonly string[]): void {
    const places = this.places
    for (const _ of names) this.#sums.push(new Map())
    const added = names.flatMap(name =>
      places === 1 ? [name] : Array.from({ length: places }, (_, k) => `${name}_class${k}`),
    )
    this.#names = [...this.#names, ...added]
  }

  private priorOf(k: number): number {
    return this.options.prior ?? (this.learned > 0 ? (this.#all[k] as number) / this.learned : 0)
  }

  private checkLabel(y: number | undefined): asserts y is number {
    if (y === undefined) {
      throw new FlinknbError('MODEL', 'TargetEncoder: a record without its label.', {
        fix: 'Pass the label: learnOne(x, y), fit(X, y); in a pipeline that ends in a model it comes by itself.',
      })
    }
    const { classes } = this.options
    if ((this.#labelsAreClasses || classes > 2) && y >= classes) {
      throw new FlinknbError('MODEL', `TargetEncoder: there are more than ${classes} classes.`, {
        fix: `Say how many: new ml.TargetEncoder({ classes: ${y + 1} }).`,
      })
    }
  }
}

function addAll(sums: number[], others: readonly number[]): void {
  for (let k = 0; k < sums.length; k++) sums[k] = (sums[k] as number) + (others[k] as number)
}

/** Adds a number, or 1 at the place of a class where there are several places. */
function addLabel(sums: number[], y: number): void {
  if (sums.length === 1) sums[0] = (sums[0] as number) + y
  else sums[y] = (sums[y] as number) + 1
}
