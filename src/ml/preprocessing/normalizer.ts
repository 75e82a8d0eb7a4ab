import { checkOptionNames } from '../../base/options.ts'
import { checkChoice } from './checkChoice.ts'
import { PlainTransformer } from './plainTransformer.ts'

/** Options of {@link Normalizer}. */
export interface NormalizerOptions {
  /** Which length becomes 1: Euclidean, the sum of magnitudes, or the largest magnitude. Default `'l2'`. */
  readonly norm?: 'l2' | 'l1' | 'max' | undefined
}

/**
 * Brings each record to length 1, as scikit-learn's `Normalizer`. A record of nothing but zeros stays. Learns nothing.
 *
 * @example new ml.Normalizer().transformOne({ a: 3, b: 4 }) // { a: 0.6, b: 0.8 }
 */
export class Normalizer extends PlainTransformer {
  readonly type = 'Normalizer'
  readonly options: { readonly norm: 'l2' | 'l1' | 'max' }

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: NormalizerOptions = {}) {
    super()
    checkOptionNames('Normalizer', options, ['norm'])
    const { norm = 'l2' } = options
    checkChoice('Normalizer', 'norm', norm, ['l2', 'l1', 'max'])
    this.options = { norm }
  }

  transformVector(x: Float64Array, out: Float64Array): void {
    const length = this.lengthOf(x) || 1
    for (let j = 0; j < x.length; j++) out[j] = (x[j] as number) / length
  }

  clone(): Normalizer {
    return new Normalizer(this.options)
  }

  private lengthOf(x: Float64Array): number {
    if (this.options.norm === 'l2') return Math.hypot(...x)
    let length = 0
    for (let j = 0; j < x.length; j++) {
      const magnitude = Math.abs(x[j] as number)
      length = this.options.norm === 'l1' ? length + magnitude : Math.max(length, magnitude)
    }
    return length
  }
}
