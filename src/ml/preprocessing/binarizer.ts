import { checkOptionNames } from '../../base/options.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { PlainTransformer } from './plainTransformer.ts'

/** Options of {@link Binarizer}. */
export interface BinarizerOptions {
  /** Values above it become 1, others 0. Default 0. */
  readonly threshold?: number | undefined
}

/**
 * Says of each feature whether it is above a threshold, as scikit-learn's and River's `Binarizer`. Learns nothing.
 *
 * @example new ml.Binarizer({ threshold: 18 }).transformOne({ age: 20, items: 3 }) // { age: 1, items: 0 }
 */
export class Binarizer extends PlainTransformer {
  readonly type = 'Binarizer'
  readonly options: { readonly threshold: number }

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: BinarizerOptions = {}) {
    super()
    checkOptionNames('Binarizer', options, ['threshold'])
    const { threshold = 0 } = options
    checkNumber('Binarizer', 'threshold', threshold, {})
    this.options = { threshold }
  }

  transformVector(x: Float64Array, out: Float64Array): void {
    for (let j = 0; j < x.length; j++) out[j] = (x[j] as number) > this.options.threshold ? 1 : 0
  }

  clone(): Binarizer {
    return new Binarizer(this.options)
  }
}
