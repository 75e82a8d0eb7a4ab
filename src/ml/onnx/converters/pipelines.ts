import type { Estimator } from '../../estimator/estimator.ts'
import { isAffineRegressor, type Regressor } from '../../estimator/regressor.ts'
import type { Transformer } from '../../estimator/transformer.ts'
import { convertChain } from '../affineChain.ts'
import type { ConvertModel } from '../conversion.ts'

/** Transformers before a model. Regressions that work through scalers leave them to be done as one map. */
export const convertPipeline: ConvertModel<
  Estimator & { readonly transformers: readonly Transformer<unknown>[]; readonly last: Estimator }
> = ({ transformers, last }, wire, conversion) => {
  const defers = last.kind === 'regressor' && isAffineRegressor(last as Regressor)
  return conversion.model(last, convertChain(transformers, wire, conversion, defers))
}
