import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { Accepts } from '../estimator/estimator.ts'
import type { DescriptionTable } from '../estimator/modelDescription.ts'
import { isUsable, unusableValue } from '../estimator/number.ts'
import type { Records } from '../estimator/vectorEstimator.ts'
import { checkBooleans, checkChoice } from './checkChoice.ts'
import { Encoder, isMissing } from './encoder.ts'
import { type FilledValue, type Filling, newFilling } from './filling.ts'

export type ImputerStrategy = 'mean' | 'median' | 'constant' | 'mostFrequent' | 'previous'

/** Options of {@link Imputer}. */
export interface ImputerOptions {
  /** Mean, median or most frequent value so far, the one before, or always `fill`. Default `'mean'`. */
  readonly strategy?: ImputerStrategy | undefined
  /** What is filled in by `'constant'`, and by the others while no value is known. Default 0. */
  readonly fill?: FilledValue | undefined
  /** A further feature `age_missing` for each: 1 where it was filled in. Default false. */
  readonly indicator?: boolean | undefined
}

const STRATEGIES: readonly ImputerStrategy[] = ['mean', 'median', 'constant', 'mostFrequent', 'previous']

/**
 * Fills in what is missing: null, undefined, NaN and infinite numbers; as scikit-learn's `SimpleImputer` and River's
 * `StatImputer`. Mean and median give numbers and refuse text; the others take whatever values there are, also for an
 * encoder behind them. Of equally frequent values the smallest.
 *
 * Memory a feature: one number, 1,024 for the median, at most 1,000 different values for the most frequent.
 *
 * @example
 * const imputer = new ml.Imputer({ indicator: true })
 * imputer.fit([{ age: 20 }, { age: 40 }])
 * imputer.transformOne({ age: null }) // { age: 30, age_missing: 1 }
 */
export class Imputer extends Encoder<unknown> {
  readonly type = 'Imputer'
  readonly options: {
    readonly strategy: ImputerStrategy
    readonly fill: FilledValue
    readonly indicator: boolean
  }
  #fillings: Filling[] = []
  #names: readonly string[] = []

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: ImputerOptions = {}) {
    super()
    checkOptionNames('Imputer', options, ['strategy', 'fill', 'indicator'])
    const { strategy = 'mean', fill = 0, indicator = false } = options
    checkChoice('Imputer', 'strategy', strategy, STRATEGIES)
    checkBooleans('Imputer', { indicator })
    const wanted = strategy === 'mean' || strategy === 'median' ? ['number'] : ['number', 'string', 'boolean']
    if (!wanted.includes(typeof fill) || (typeof fill === 'number' && !isUsable(fill))) {
      throw new FlinknbError('INVALID_OPTION', `Imputer: fill: ${show(fill)} cannot be filled in.`, {
        fix: `Pass a finite number${wanted.length > 1 ? ', a text or a boolean' : ''}.`,
      })
    }
    this.options = { strategy, fill, indicator }
  }

  override get gives(): Accepts {
    return this.#wantsNumbers ? 'numbers' : 'values'
  }

  override get outputFeatures(): readonly string[] {
    return this.#names
  }

  /** What is filled in now, one a feature. */
  get filledIn(): FilledValue[] {
    return this.#fillings.map(filling => filling.value() ?? this.options.fill)
  }

  learnValues(values: readonly unknown[]): void {
    for (let j = 0; j < this.#fillings.length; j++) {
      const value = values[j]
      if (isGap(value)) continue
      this.check(value, j)
      this.#fillings[j]?.add(value as FilledValue)
    }
    this.learned++
  }

  transformValues(values: readonly unknown[], out: unknown[] | Float64Array): void {
    const each = this.options.indicator ? 2 : 1
    for (let j = 0; j < this.#fillings.length; j++) {
      const value = values[j]
      const gap = isGap(value)
      if (!gap) this.check(value, j)
      out[j * each] = (gap ? (this.#fillings[j]?.value() ?? this.options.fill) : value) as number
      if (each === 2) out[j * each + 1] = gap ? 1 : 0
    }
  }

  override fitRecords(records: Records<number | undefined>): void {
    const found = this.#fillings.map(() => [] as number[])
    if (this.options.strategy !== 'median') {
      super.fitRecords(records)
      return
    }
    records(values => {
      for (const [j, column] of found.entries()) {
        if (isGap(values[j])) continue
        this.check(values[j], j)
        column.push(values[j] as number)
      }
      this.learned++
    })
    for (const [j, column] of found.entries()) this.#fillings[j]?.fillWith?.(Float64Array.from(column).sort())
  }

  clone(): Imputer {
    return new Imputer(this.options)
  }

  protected prepare(features: readonly string[]): void {
    this.#fillings = []
    this.#names = []
    this.extend(features)
  }

  protected override extend(names: readonly string[]): void {
    for (const _ of names) this.#fillings.push(newFilling(this.options.strategy))
    const { indicator } = this.options
    this.#names = [...this.#names, ...names.flatMap(name => (indicator ? [name, `${name}_missing`] : [name]))]
  }

  protected saved(): Readonly<Record<string, unknown>> {
    return { fillings: this.#fillings.map(filling => filling.toJSON()) }
  }

  protected restoreSaved({ fillings }: Readonly<Record<string, unknown>>): void {
    const states = fillings as readonly unknown[]
    if (states.length !== this.#fillings.length) throw this.damaged(fillings)
    for (const [j, filling] of this.#fillings.entries()) filling.restore(states[j])
  }

  protected tables(): readonly DescriptionTable[] {
    const { filledIn } = this
    const rows = this.features.map((name, j) => [name, shown(filledIn[j])])
    return [{ title: 'Features', columns: ['feature', 'filled in'], rows }]
  }

  get #wantsNumbers(): boolean {
    return this.options.strategy === 'mean' || this.options.strategy === 'median'
  }

  private check(value: unknown, j: number): void {
    if (this.#wantsNumbers && !isUsable(value)) throw unusableValue(`feature '${this.features[j]}'`, value)
  }
}

function isGap(value: unknown): boolean {
  return isMissing(value) || value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY
}

function shown(value: FilledValue | undefined): string | number | null {
  return typeof value === 'boolean' ? String(value) : (value ?? null)
}
