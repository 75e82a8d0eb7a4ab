import { checkOptionNames } from '../../base/options.ts'
import { compileFeatureReader, type FeatureReader } from '../estimator/featureReader.ts'
import { unusableValue } from '../estimator/number.ts'
import type { Regressor } from '../estimator/regressor.ts'
import { bindModel } from './bindModel.ts'
import type { RowCollector, RowFunction } from './rowFunction.ts'
import type { FeatureName, Predicted } from './scored.ts'

/** Options of {@link predict}. */
export interface PredictOptions<In> {
  readonly features: readonly FeatureName<In>[]
}

/**
 * Predicts and never learns; the model may be training elsewhere, and is used as it is at each row. Rows leave with
 * their own columns, `prediction` and `modelVersion` (records the model had learned). Keeps no state of its own.
 *
 * @throws FlinknbError `INVALID_OPTION` for a wrong option; `MODEL`, while running, for a feature that is no finite number
 * @example stream.process(ml.predict(model, { features: ['age', 'income'] }))
 */
export function predict<In extends object>(
  model: Regressor,
  options: PredictOptions<In>,
): RowFunction<In, In & Predicted> {
  checkOptionNames('ml.predict', options, ['features'])
  bindModel('ml.predict', model, options.features)
  return new Predictor<In>(model)
}

class Predictor<In extends object> implements RowFunction<In, In & Predicted> {
  readonly name = 'predict'
  private readonly x: Float64Array
  private readonly read: FeatureReader

  constructor(private readonly model: Regressor) {
    this.x = new Float64Array(model.features.length)
    this.read = compileFeatureReader(model.features)
  }

  processElement(value: In, _context: unknown, out: RowCollector<In & Predicted>): void {
    out.collect(this.score(value))
  }

  mapBatch(values: readonly In[]): (In & Predicted)[] {
    return values.map(value => this.score(value))
  }

  private score(value: In): In & Predicted {
    const { model, x } = this
    const row = value as Readonly<Record<string, unknown>>
    const bad = this.read(row, x)
    if (bad >= 0) throw unusableValue(`feature '${model.features[bad]}'`, row[model.features[bad] as string])
    return { ...value, prediction: model.predictVector(x), modelVersion: model.n }
  }
}
