import { checkOptionNames } from '../../base/options.ts'
import type { Classifier } from '../estimator/classifier.ts'
import type { Regressor } from '../estimator/regressor.ts'
import { atRecord } from './atRecord.ts'
import { bindModel, type FeatureOf } from './bindModel.ts'
import { type PredictRow, predictedRow } from './predictedRow.ts'
import { type ReadTime, readTime } from './readTime.ts'
import type { RowCollector, RowContext, RowFunction } from './rowFunction.ts'
import type { FeatureName, PredictedBy } from './scored.ts'

/** Options of {@link predict}. */
export interface PredictOptions<In, M extends Regressor | Classifier = Regressor> {
  readonly features: readonly FeatureOf<M, In>[]
  /** For a model that forgets by time: the column of the time, epoch milliseconds or a Date. Default the event time. */
  readonly timestamp?: FeatureName<In> | (keyof In & string) | undefined
}

/**
 * Predicts and never learns; the model may be training elsewhere, and is used as it is at each row. Rows leave with
 * their own columns, `prediction` and `modelVersion` (records the model had learned); of a classifier also with
 * `probability` and `probabilities`, of a model that gives intervals with `lower` and `upper`. Keeps no state of its own.
 *
 * @throws FlinknbError `INVALID_OPTION` for a wrong option; `MODEL`, while running, for a feature that is no finite number
 * @example stream.process(ml.predict(model, { features: ['age', 'income'] }))
 */
export function predict<In extends object, M extends Regressor | Classifier = Regressor>(
  model: M,
  options: PredictOptions<In, M>,
): RowFunction<In, PredictedBy<M, In>> {
  checkOptionNames('ml.predict', options, ['features', 'timestamp'])
  const bound = bindModel('ml.predict', model, options.features)
  const time = readTime('ml.predict', model, options.timestamp)
  return new Predictor<In, PredictedBy<M, In>>(predictedRow(bound), time)
}

class Predictor<In extends object, Out> implements RowFunction<In, Out> {
  readonly name = 'predict'
  readonly mapBatch?: (values: readonly In[]) => Out[]

  constructor(
    private readonly predictRow: PredictRow,
    private readonly time: ReadTime | undefined,
  ) {
    if (!time?.needsContext) this.mapBatch = values => values.map(value => this.predict(value, undefined))
  }

  processElement(value: In, context: RowContext | undefined, out: RowCollector<Out>): void {
    out.collect(this.predict(value, context))
  }

  private predict(value: In, context: RowContext | undefined): Out {
    try {
      this.time?.advance(value, context)
      return this.predictRow(value) as Out
    } catch (error) {
      throw atRecord(error, value)
    }
  }
}
