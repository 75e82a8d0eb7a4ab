import { checkOptionNames } from '../../base/options.ts'
import type { DescriptionTable } from '../estimator/modelDescription.ts'
import { isUsable, unusableValue } from '../estimator/number.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { categoryOf } from './category.ts'
import { checkBooleans } from './checkChoice.ts'
import { Encoder, isMissing } from './encoder.ts'
import { murmurHash3 } from './murmurHash3.ts'

/** Options of {@link HashingEncoder}. */
export interface HashingEncoderOptions {
  /** How many columns come out. Default 64. */
  readonly buckets?: number | undefined
  /** Let half of the hashes count negatively, so that collisions cancel out. Default true. */
  readonly alternateSign?: boolean | undefined
}

/** Hashes kept, so that a category is hashed once; beyond, they are computed again. */
const REMEMBERED = 10_000

/**
 * The hashing trick (Weinberger et al., ICML 2009): any number of categories in a fixed number of columns, and nothing to be
 * learned. Buckets and signs are those of scikit-learn's `FeatureHasher` for `{ feature: value }`: text is hashed as
 * `feature=value` and adds 1, a number is hashed by its feature and adds itself. A missing value adds nothing.
 *
 * @example
 * // scikit-learn: FeatureHasher(n_features=10).transform([{'city': 'Ab', 'kind': 'Abc'}])
 * new ml.HashingEncoder({ buckets: 10 }).transformOne({ city: 'Ab', kind: 'Abc' }) // hash2: -1, hash6: -1, others 0
 */
export class HashingEncoder extends Encoder {
  readonly type = 'HashingEncoder'
  readonly options: { readonly buckets: number; readonly alternateSign: boolean }
  readonly #names: readonly string[]
  readonly #hashes = new Map<string, number>()

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: HashingEncoderOptions = {}) {
    super()
    checkOptionNames('HashingEncoder', options, ['buckets', 'alternateSign'])
    const { buckets = 64, alternateSign = true } = options
    checkNumber('HashingEncoder', 'buckets', buckets, { from: 1, to: 1e6, whole: true })
    checkBooleans('HashingEncoder', { alternateSign })
    this.options = { buckets, alternateSign }
    this.#names = Array.from({ length: buckets }, (_, k) => `hash${k}`)
  }

  override get outputFeatures(): readonly string[] {
    return this.#names
  }

  learnValues(): void {
    this.learned++
  }

  transformValues(values: readonly unknown[], out: number[] | Float64Array): void {
    out.fill(0)
    const { buckets, alternateSign } = this.options
    for (let j = 0; j < this.features.length; j++) {
      const value = values[j]
      if (isMissing(value) || value === 0) continue
      const feature = this.features[j] as string
      const isNumber = typeof value === 'number' || typeof value === 'boolean'
      const hash = this.hash(isNumber ? feature : `${feature}=${categoryOf(value, feature, 'error')}`)
      const amount = isNumber ? Number(value) : 1
      if (!isUsable(amount)) throw unusableValue(`feature '${feature}'`, value)
      const bucket = Math.abs(hash) % buckets
      out[bucket] = (out[bucket] as number) + (alternateSign && hash < 0 ? -amount : amount)
    }
  }

  clone(): HashingEncoder {
    return new HashingEncoder(this.options)
  }

  protected prepare(): void {}

  protected override extend(): void {}

  protected saved(): Readonly<Record<string, unknown>> {
    return {}
  }

  protected restoreSaved(): void {}

  protected tables(): readonly DescriptionTable[] {
    return []
  }

  private hash(text: string): number {
    const known = this.#hashes.get(text)
    if (known !== undefined) return known
    const hash = murmurHash3(text)
    if (this.#hashes.size < REMEMBERED) this.#hashes.set(text, hash)
    return hash
  }
}
