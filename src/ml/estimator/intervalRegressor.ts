import type { Regressor } from './regressor.ts'

/** Where the label of one record is expected with the regressor's `level`. */
export interface PredictedInterval {
  readonly prediction: number
  readonly lower: number
  readonly upper: number
}

/**
 * A regressor that says between which bounds a label will lie. `ml.prequential` and `ml.predict` give rows of such a model
 * two more columns, `lower` and `upper`, null while there is no interval yet.
 */
export interface IntervalRegressor extends Regressor {
  /** The share of labels that should lie within, between 0 and 1: 0.9. */
  readonly level: number
  /** The interval of one record; null while too little was learned for one. */
  predictIntervalOne(x: object): PredictedInterval | null
  /**
   * `predictIntervalOne` for numbers in feature order, already checked: writes lower and upper bound to `out[0]` and
   * `out[1]`, and says whether there is an interval yet; where not, `out` stays as it was.
   */
  intervalOfVector(x: Float64Array, out: Float64Array): boolean
  /** `intervalOfVector` for values in feature order. */
  intervalOfValues(values: readonly unknown[], out: Float64Array): boolean
}

/** Whether a regressor gives intervals. */
export function isIntervalRegressor(regressor: Regressor): regressor is IntervalRegressor {
  return 'intervalOfVector' in regressor
}
