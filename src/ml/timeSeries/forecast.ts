import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { Forecaster } from '../estimator/forecaster.ts'
import { isUsable, unusableValue } from '../estimator/number.ts'
import type { RowCollector, RowFunction } from '../evaluation/rowFunction.ts'
import type { FeatureName } from '../evaluation/scored.ts'

/** Options of {@link forecast}. */
export interface ForecastOptions<In> {
  /** The column that is forecast, one row a step. */
  readonly value: FeatureName<In>
  /** How many steps ahead. Default 1. */
  readonly horizon?: number | undefined
}

/** What {@link forecast} adds to a row. */
export interface Forecast {
  /** What was said about this row's value `horizon` rows ago; null for the first ones. */
  readonly prediction: number | null
  /** value − prediction. */
  readonly residual: number | null
  /** The next `horizon` values as they are expected now, this row's value included; empty at first. */
  readonly ahead: readonly number[]
}

/**
 * Forecasts a series while it comes: each row is compared with what was said about it `horizon` rows ago, then learned, then
 * the next values are forecast.
 *
 * @throws FlinknbError `INVALID_OPTION`; `MODEL`, while running, naming column and value of what is not a finite number
 * @example perHour.process(ml.forecast(new ml.HoltWinters({ beta: 0.1, gamma: 0.3, seasonality: 24 }), { value: 'sales', horizon: 24 }))
 */
export function forecast<In extends object>(
  model: Forecaster,
  options: ForecastOptions<In>,
): RowFunction<In, In & Forecast> {
  checkOptionNames('ml.forecast', options, ['value', 'horizon'])
  const { value, horizon = 1 } = options
  if (model === null || typeof model !== 'object' || model.kind !== 'forecaster') {
    throw new FlinknbError('INVALID_OPTION', `ml.forecast: model: ${show(model)} is no forecaster.`, {
      fix: 'Pass one, such as new ml.HoltWinters({ beta: 0.1 }).',
    })
  }
  if (typeof value !== 'string') {
    throw new FlinknbError('INVALID_OPTION', `ml.forecast: value: ${show(value)} is no column.`, { fix: 'Name one.' })
  }
  if (!Number.isInteger(horizon) || horizon < 1) {
    throw new FlinknbError('INVALID_OPTION', `ml.forecast: horizon: ${show(horizon)} is no number of steps.`, {
      fix: 'Pass a whole number of 1 or more.',
    })
  }
  return new ForecastFunction<In>(model, value, horizon)
}

interface ForecastState {
  readonly model: EstimatorJSON
  readonly pending: readonly (number | null)[]
}

class ForecastFunction<In extends object> implements RowFunction<In, In & Forecast> {
  readonly name = 'forecast'
  /** What was said about the coming rows, each `horizon` rows before it, the next first. */
  private pending: (number | null)[]

  constructor(
    private readonly model: Forecaster,
    private readonly column: string,
    private readonly horizon: number,
  ) {
    this.pending = new Array<number | null>(horizon).fill(null)
  }

  processElement(row: In, _context: unknown, out: RowCollector<In & Forecast>): void {
    const value = (row as Readonly<Record<string, unknown>>)[this.column]
    if (!isUsable(value)) throw unusableValue(`column '${this.column}'`, value)
    const prediction = this.pending.shift() ?? null
    this.model.learnOne(value)
    const ahead = this.model.forecast(this.horizon)
    this.pending.push(ahead.at(-1) ?? null)
    out.collect({ ...row, prediction, residual: prediction === null ? null : value - prediction, ahead })
  }

  snapshotState(): ForecastState {
    return { model: this.model.toJSON(), pending: this.pending }
  }

  restoreState(state: unknown): void {
    const { model, pending } = state as ForecastState
    this.model.restore(model)
    this.pending = [...pending]
  }
}
