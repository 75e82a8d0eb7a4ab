import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames } from '../../base/options.ts'
import type { DescriptionTable } from '../estimator/modelDescription.ts'
import type { Records } from '../estimator/vectorEstimator.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { categoryOf, checkCategories, unseenCategory } from './category.ts'
import { checkBooleans, checkChoice } from './checkChoice.ts'
import { Encoder } from './encoder.ts'

/** Options of {@link OneHotEncoder}. */
export interface OneHotEncoderOptions {
  /**
   * What a category does that was not known so far: it becomes a new column when it is learned (and is all zeros until
   * then), is all zeros for ever, or is an error. Default `'newColumn'`. The other two need `categories`, or `fit`.
   */
  readonly unseen?: 'newColumn' | 'ignore' | 'error' | undefined
  /** Categories known from the start, by feature, in the order of their columns. */
  readonly categories?: Readonly<Record<string, readonly unknown[]>> | undefined
  /** Leave the first category of each feature out, whose records then are all zeros. Default false. */
  readonly dropFirst?: boolean | undefined
  /** Columns a feature may have; categories that come later share one called `other`. Default 1000. */
  readonly maxCategories?: number | undefined
  /** A missing value is a category of its own, called `null`, or an error. Default `'category'`. */
  readonly missing?: 'category' | 'error' | undefined
}

const OTHER = 'other'

/**
 * A column of 0 and 1 for each category of each feature, as scikit-learn's `OneHotEncoder`; `city_Rome`. After `fit`
 * columns stand by feature and sorted, over a stream in order of appearance. Before least squares a column that appears is
 * as exact as one that was always there. Memory: the names of at most `maxCategories` categories a feature.
 *
 * @example
 * const encoder = new ml.OneHotEncoder()
 * encoder.learnOne({ city: 'Rome' })
 * encoder.learnOne({ city: 'Oslo' })
 * encoder.transformOne({ city: 'Oslo' }) // { city_Rome: 0, city_Oslo: 1 }
 */
export class OneHotEncoder extends Encoder {
  readonly type = 'OneHotEncoder'
  readonly options: {
    readonly unseen: 'newColumn' | 'ignore' | 'error'
    readonly categories: Readonly<Record<string, readonly string[]>> | null
    readonly dropFirst: boolean
    readonly maxCategories: number
    readonly missing: 'category' | 'error'
  }
  /** Of each feature, the column of each category; −1 for the one that is left out. */
  #columns: Map<string, number>[] = []
  #names: string[] = []
  /** A batch that is fitted tells all categories. */
  #fitting = false

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: OneHotEncoderOptions | OneHotEncoder['options'] = {}) {
    super()
    checkOptionNames('OneHotEncoder', options, ['unseen', 'categories', 'dropFirst', 'maxCategories', 'missing'])
    const { unseen = 'newColumn', dropFirst = false, maxCategories = 1000, missing = 'category' } = options
    checkChoice('OneHotEncoder', 'unseen', unseen, ['newColumn', 'ignore', 'error'])
    checkChoice('OneHotEncoder', 'missing', missing, ['category', 'error'])
    checkBooleans('OneHotEncoder', { dropFirst })
    checkNumber('OneHotEncoder', 'maxCategories', maxCategories, { from: 2, whole: true })
    const categories = checkCategories('OneHotEncoder', options.categories)
    this.options = { unseen, categories, dropFirst, maxCategories, missing }
  }

  override get outputFeatures(): readonly string[] {
    return this.#names
  }

  /** Known categories of a feature, in order. */
  categoriesOf(feature: string): string[] {
    return [...(this.#columns[this.features.indexOf(feature)]?.keys() ?? [])]
  }

  learnValues(values: readonly unknown[]): void {
    for (let j = 0; j < this.#columns.length; j++) {
      const feature = this.features[j] as string
      const category = categoryOf(values[j], feature, this.options.missing)
      const columns = this.#columns[j] as Map<string, number>
      if (columns.has(category)) continue
      if (this.options.unseen === 'newColumn' || this.#fitting) this.addCategory(j, category)
      else this.meetUnseen(j, category)
    }
    this.learned++
  }

  transformValues(values: readonly unknown[], out: number[] | Float64Array): void {
    out.fill(0)
    for (let j = 0; j < this.#columns.length; j++) {
      const category = categoryOf(values[j], this.features[j] as string, this.options.missing)
      const columns = this.#columns[j] as Map<string, number>
      const column = columns.get(category) ?? this.columnOfUnseen(j, category)
      if (column >= 0) out[column] = 1
    }
  }

  override fitRecords(records: Records<number | undefined>): void {
    const found = this.features.map(() => new Set<string>())
    records(values => {
      for (const [j, set] of found.entries()) {
        set.add(categoryOf(values[j], this.features[j] as string, this.options.missing))
      }
      this.learned++
    })
    this.#fitting = true
    for (const [j, set] of found.entries()) {
      for (const category of [...set].sort()) {
        if (this.#columns[j]?.has(category)) continue
        if (this.options.categories?.[this.features[j] as string] && this.options.unseen !== 'newColumn') {
          this.meetUnseen(j, category)
        } else this.addCategory(j, category)
      }
    }
    this.#fitting = false
  }

  /**
   * Adds the categories that another has learned, behind those known.
   *
   * @throws FlinknbError `MODEL` when the features differ
   */
  merge(other: OneHotEncoder): this {
    if (other.n === 0) return this
    this.useFeatures(other.features)
    const known = other.#columns.flatMap((columns, j) =>
      [...columns].map(([category, column]) => ({ feature: other.features[j] as string, category, column })),
    )
    for (const { feature, category } of known.sort((a, b) => a.column - b.column)) {
      const j = this.features.indexOf(feature)
      if (!this.#columns[j]?.has(category)) this.addCategory(j, category)
    }
    this.learned += other.learned
    return this
  }

  clone(): OneHotEncoder {
    return new OneHotEncoder(this.options)
  }

  protected prepare(features: readonly string[]): void {
    this.#columns = []
    this.#names = []
    this.addFeatures(features)
  }

  /** Records so far had no such column: they count as missing it, which is a category like any other only where it appears. */
  protected override extend(names: readonly string[]): void {
    this.addFeatures(names)
  }

  protected saved(): Readonly<Record<string, unknown>> {
    return { columns: this.#columns.map(columns => [...columns]), names: this.#names }
  }

  protected restoreSaved({ columns, names }: Readonly<Record<string, unknown>>): void {
    const lists = columns as readonly (readonly (readonly [string, number])[])[]
    if (lists.length !== this.features.length || !Array.isArray(names)) throw this.damaged(columns)
    this.#columns = lists.map(list => new Map(list))
    this.#names = [...(names as string[])]
  }

  protected tables(): readonly DescriptionTable[] {
    const rows = this.features.map((name, j) => [name, this.#columns[j]?.size ?? 0])
    return [{ title: 'Features', columns: ['feature', 'categories'], rows }]
  }

  protected override notes(): readonly string[] {
    return this.features
      .filter((_, j) => this.#columns[j]?.has(OTHER) && this.isFull(j))
      .map(
        name =>
          `'${name}' has more than ${this.options.maxCategories} categories; later ones share '${name}_${OTHER}'.`,
      )
  }

  private addFeatures(names: readonly string[]): void {
    for (const name of names) {
      const j = this.#columns.push(new Map()) - 1
      for (const category of this.options.categories?.[name] ?? []) this.addColumn(j, name, category)
    }
  }

  private addCategory(j: number, category: string): void {
    const feature = this.features[j] as string
    if (!this.isFull(j)) this.addColumn(j, feature, category)
    else if (!this.#columns[j]?.has(OTHER)) this.addColumn(j, feature, OTHER)
  }

  private addColumn(j: number, feature: string, category: string): void {
    const columns = this.#columns[j] as Map<string, number>
    if (this.options.dropFirst && columns.size === 0) columns.set(category, -1)
    else columns.set(category, this.#names.push(this.freeName(`${feature}_${category}`)) - 1)
  }

  /** Features `a` and `a_b` may both come to a column `a_b_c`. */
  private freeName(name: string): string {
    let free = name
    for (let i = 2; this.#names.includes(free); i++) free = `${name}_${i}`
    return free
  }

  /** Whether the last place is all there is left, which belongs to the others. */
  private isFull(j: number): boolean {
    return (this.#columns[j]?.size ?? 0) >= this.options.maxCategories - 1
  }

  private columnOfUnseen(j: number, category: string): number {
    const columns = this.#columns[j] as Map<string, number>
    if (this.isFull(j) && columns.has(OTHER)) return columns.get(OTHER) as number
    if (this.options.unseen === 'error') this.meetUnseen(j, category)
    return -1
  }

  private meetUnseen(j: number, category: string): void {
    const feature = this.features[j] as string
    const known = this.#columns[j] as Map<string, number>
    if (this.options.unseen === 'error') throw unseenCategory(this.type, feature, category, known.keys())
    if (known.size > 0) return
    throw new FlinknbError(
      'MODEL',
      `OneHotEncoder: feature '${feature}': no category is known, and unseen ones are ignored.`,
      {
        fix: `Name them: categories: { ${feature}: ['${category}', …] }; or fit a batch; or leave unseen as it is.`,
      },
    )
  }
}
