import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { Accepts } from '../estimator/estimator.ts'
import type { DescriptionTable } from '../estimator/modelDescription.ts'
import { Encoder } from './encoder.ts'

/** A function of a row as a transformer; what `ml.rowFeatures` makes. */
export class RowFeatures extends Encoder<unknown> {
  readonly type = 'RowFeatures'
  readonly options: { readonly function: string }
  #names: string[] = []
  readonly #makeFeatures: (row: never) => object

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(makeFeatures: (row: never) => object) {
    super()
    if (typeof makeFeatures !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `ml.rowFeatures: ${show(makeFeatures)} is no function.`, {
        fix: 'Pass one: ml.rowFeatures(row => ({ total: row.price * row.count })).',
      })
    }
    this.#makeFeatures = makeFeatures
    this.options = { function: makeFeatures.name || 'anonymous' }
  }

  override get gives(): Accepts {
    return 'values'
  }

  override get outputFeatures(): readonly string[] {
    return this.#names
  }

  learnValues(values: readonly unknown[]): void {
    const known = new Set(this.#names)
    for (const name of Object.keys(this.make(values))) if (!known.has(name)) this.#names.push(name)
    this.learned++
  }

  transformValues(values: readonly unknown[], out: unknown[] | Float64Array): void {
    const made = this.make(values)
    for (let j = 0; j < this.#names.length; j++) out[j] = made[this.#names[j] as string] as number
  }

  clone(): RowFeatures {
    return new RowFeatures(this.#makeFeatures)
  }

  protected prepare(): void {
    this.#names = []
  }

  protected override extend(): void {}

  protected saved(): Readonly<Record<string, unknown>> {
    return { names: this.#names }
  }

  protected restoreSaved({ names }: Readonly<Record<string, unknown>>): void {
    this.#names = [...(names as string[])]
  }

  protected tables(): readonly DescriptionTable[] {
    return []
  }

  private make(values: readonly unknown[]): Readonly<Record<string, unknown>> {
    const row = Object.fromEntries(this.features.map((name, j) => [name, values[j]]))
    let made: unknown
    try {
      made = this.#makeFeatures(row as never)
    } catch (cause) {
      throw new FlinknbError('USER_CODE', `ml.rowFeatures: the function threw for ${show(row)}: ${String(cause)}.`, {
        cause,
      })
    }
    if (made !== null && typeof made === 'object') return made as Record<string, unknown>
    throw new FlinknbError('MODEL', `ml.rowFeatures: the function gave ${show(made)} for ${show(row)}.`, {
      fix: 'Return an object of features.',
    })
  }
}

/**
 * Features by a function of the row: numbers, or values for an encoder behind it. Which there are is known from the records
 * learned; one that is missing in a record is undefined there. The function sees the columns that are the model's features.
 *
 * A function is no data: a model with one cannot be read back by `ml.fromJSON` or from a model store. Its state can be saved
 * and put back into a model that was built by the same code, which is what checkpoints do.
 *
 * @example ml.rowFeatures((row: Purchase) => ({ total: row.price * row.count, weekend: [0, 6].includes(row.day) ? 1 : 0 }))
 */
export function rowFeatures<Row extends object>(makeFeatures: (row: Row) => object): RowFeatures {
  return new RowFeatures(makeFeatures as (row: never) => object)
}
