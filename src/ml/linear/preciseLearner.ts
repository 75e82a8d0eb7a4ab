import type { Regressor } from '../estimator/regressor.ts'
import type { Transformer } from '../estimator/transformer.ts'

/** A transformer whose outputs are known to more digits than a float64 holds: powers and products of measured values. */
export interface PreciseTransformer extends Transformer {
  /** `transformVector`, which also writes the low parts: output j is `out[j] + low[j]`. */
  transformPrecisely(x: Float64Array, out: Float64Array, low: Float64Array): void
}

/**
 * A regressor that takes low parts of features. Powers rounded to float64 are other data: of NIST's Filip 7.6 digits
 * remain, with low parts 13.
 */
export interface PreciseRegressor extends Regressor {
  learnVector(x: Float64Array, y: number, weight: number, low?: Float64Array): void
  readonly learnsLowParts: true
}

export function isPreciseTransformer(transformer: object): transformer is PreciseTransformer {
  return 'transformPrecisely' in transformer
}

export function isPreciseRegressor(regressor: object): regressor is PreciseRegressor {
  return 'learnsLowParts' in regressor
}
