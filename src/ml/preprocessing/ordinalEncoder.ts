import { checkOptionNames } from '../../base/options.ts'
import type { DescriptionTable } from '../estimator/modelDescription.ts'
import type { Records } from '../estimator/vectorEstimator.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { categoryOf, checkCategories, unseenCategory } from './category.ts'
import { checkChoice } from './checkChoice.ts'
import { Encoder } from './encoder.ts'

/** Options of {@link OrdinalEncoder}. */
export interface OrdinalEncoderOptions {
  /** Categories in their order, by feature. Without it: sorted in `fit`, in order of appearance over a stream. */
  readonly categories?: Readonly<Record<string, readonly unknown[]>> | undefined
  /**
   * What a category does that was not known so far: it gets the next number when it is learned (and `unknownValue` until
   * then), has `unknownValue` for ever, or is an error. Default `'newNumber'`.
   */
  readonly unseen?: 'newNumber' | 'unknown' | 'error' | undefined
  /** Default −1. */
  readonly unknownValue?: number | undefined
  /** Numbers a feature may have; later categories get `unknownValue`. Default 10,000. */
  readonly maxCategories?: number | undefined
  /** A missing value is a category of its own, or an error. Default `'category'`. */
  readonly missing?: 'category' | 'error' | undefined
}

/**
 * A number for each category: 0, 1, 2, as scikit-learn's `OrdinalEncoder`. For trees, and for categories that have an order.
 * Memory: the names of at most `maxCategories` categories a feature.
 *
 * @example
 * const encoder = new ml.OrdinalEncoder({ categories: { size: ['S', 'M', 'L'] } })
 * encoder.transformOne({ size: 'L' }) // { size: 2 }
 */
export class OrdinalEncoder extends Encoder {
  readonly type = 'OrdinalEncoder'
  readonly options: {
    readonly categories: Readonly<Record<string, readonly string[]>> | null
    readonly unseen: 'newNumber' | 'unknown' | 'error'
    readonly unknownValue: number
    readonly maxCategories: number
    readonly missing: 'category' | 'error'
  }
  #numbers: Map<string, number>[] = []

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: OrdinalEncoderOptions | OrdinalEncoder['options'] = {}) {
    super()
    checkOptionNames('OrdinalEncoder', options, ['categories', 'unseen', 'unknownValue', 'maxCategories', 'missing'])
    const { unseen = 'newNumber', unknownValue = -1, maxCategories = 10_000, missing = 'category' } = options
    checkChoice('OrdinalEncoder', 'unseen', unseen, ['newNumber', 'unknown', 'error'])
    checkChoice('OrdinalEncoder', 'missing', missing, ['category', 'error'])
    checkNumber('OrdinalEncoder', 'unknownValue', unknownValue, {})
    checkNumber('OrdinalEncoder', 'maxCategories', maxCategories, { from: 1, whole: true })
    const categories = checkCategories('OrdinalEncoder', options.categories)
    this.options = { categories, unseen, unknownValue, maxCategories, missing }
  }

  /** Known categories of a feature, in order. */
  categoriesOf(feature: string): string[] {
    return [...(this.#numbers[this.features.indexOf(feature)]?.keys() ?? [])]
  }

  learnValues(values: readonly unknown[]): void {
    for (let j = 0; j < this.#numbers.length; j++) this.learnCategory(j, this.categoryAt(values, j))
    this.learned++
  }

  transformValues(values: readonly unknown[], out: number[] | Float64Array): void {
    for (let j = 0; j < this.#numbers.length; j++) {
      const category = this.categoryAt(values, j)
      const number = this.#numbers[j]?.get(category)
      if (number === undefined && this.options.unseen === 'error') throw this.unseen(j, category)
      out[j] = number ?? this.options.unknownValue
    }
  }

  /** Categories that a batch brings are learned in sorted order, also where later ones are not. */
  override fitRecords(records: Records<number | undefined>): void {
    const found = this.features.map(() => new Set<string>())
    records(values => {
      for (const [j, set] of found.entries()) set.add(this.categoryAt(values as readonly unknown[], j))
      this.learned++
    })
    for (const [j, set] of found.entries()) {
      const named = this.options.categories?.[this.features[j] as string] !== undefined
      for (const category of [...set].sort()) {
        if (named) this.learnCategory(j, category)
        else this.add(j, category)
      }
    }
  }

  /**
   * Adds the categories that another has learned, behind those known.
   *
   * @throws FlinknbError `MODEL` when the features differ
   */
  merge(other: OrdinalEncoder): this {
    if (other.n === 0) return this
    this.useFeatures(other.features)
    for (const [j, name] of this.features.entries()) {
      for (const category of other.categoriesOf(name)) this.add(j, category)
    }
    this.learned += other.learned
    return this
  }

  clone(): OrdinalEncoder {
    return new OrdinalEncoder(this.options)
  }

  protected prepare(features: readonly string[]): void {
    this.#numbers = []
    this.addFeatures(features)
  }

  protected override extend(names: readonly string[]): void {
    this.addFeatures(names)
  }

  protected saved(): Readonly<Record<string, unknown>> {
    return { categories: this.#numbers.map(numbers => [...numbers.keys()]) }
  }

  protected restoreSaved({ categories }: Readonly<Record<string, unknown>>): void {
    const lists = categories as readonly (readonly string[])[]
    if (lists.length !== this.features.length) throw this.damaged(categories)
    this.#numbers = lists.map(list => new Map(list.map((category, i) => [category, i])))
  }

  protected tables(): readonly DescriptionTable[] {
    const rows = this.features.map((name, j) => [name, this.#numbers[j]?.size ?? 0])
    return [{ title: 'Features', columns: ['feature', 'categories'], rows }]
  }

  private categoryAt(values: ArrayLike<unknown>, j: number): string {
    return categoryOf(values[j], this.features[j] as string, this.options.missing)
  }

  private addFeatures(names: readonly string[]): void {
    for (const name of names) {
      this.#numbers.push(new Map((this.options.categories?.[name] ?? []).map((category, i) => [category, i])))
    }
  }

  private learnCategory(j: number, category: string): void {
    if (this.#numbers[j]?.has(category)) return
    if (this.options.unseen === 'newNumber') this.add(j, category)
    else if (this.options.unseen === 'error') throw this.unseen(j, category)
  }

  private add(j: number, category: string): void {
    const numbers = this.#numbers[j] as Map<string, number>
    if (!numbers.has(category) && numbers.size < this.options.maxCategories) numbers.set(category, numbers.size)
  }

  private unseen(j: number, category: string): Error {
    return unseenCategory(this.type, this.features[j] as string, category, this.#numbers[j]?.keys() ?? [])
  }
}
