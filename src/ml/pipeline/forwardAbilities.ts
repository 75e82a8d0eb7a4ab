import { type IntervalRegressor, isIntervalRegressor, type PredictedInterval } from '../estimator/intervalRegressor.ts'
import type { Regressor } from '../estimator/regressor.ts'
import type { Input } from '../estimator/vectorEstimator.ts'
import { isTimedLearner, type TimedLearner } from '../linear/timedLearner.ts'

/** What a pipeline, or another that holds a regressor, can do beyond predicting, because that can: give intervals, forget by time. */
export type Abilities<R> = Pick<
  R,
  Extract<keyof R, keyof TimedLearner | Exclude<keyof IntervalRegressor, keyof Regressor>>
>

/**
 * Gives a pipeline the further abilities of its regressor. They are looked for by name (`isIntervalRegressor`,
 * `isTimedLearner`), so a pipeline must not have those that its regressor has not.
 *
 * @param ready what the regressor gets for a record that is asked about
 * @param read a row as the pipeline reads it
 * @param back what brings bounds into the units of labels, never turning them round
 */
export function forwardAbilities(
  pipeline: Regressor,
  regressor: Regressor,
  ready: (input: Input) => Input,
  read: (x: object) => Input,
  back?: (bound: number) => number,
): void {
  if (isTimedLearner(regressor)) {
    define(pipeline, 'needsTime', { get: () => regressor.needsTime })
    define(pipeline, 'advanceTo', { value: (timestampMs: number) => regressor.advanceTo(timestampMs) })
  }
  if (!isIntervalRegressor(regressor)) return
  const intervalOf = (input: Input, out: Float64Array): boolean => {
    const inner = ready(input)
    const known =
      inner instanceof Float64Array ? regressor.intervalOfVector(inner, out) : regressor.intervalOfValues(inner, out)
    if (!known || !back) return known
    out[0] = back(out[0] as number)
    out[1] = back(out[1] as number)
    return true
  }
  define(pipeline, 'level', { get: () => regressor.level })
  define(pipeline, 'intervalOfVector', { value: intervalOf })
  define(pipeline, 'intervalOfValues', { value: intervalOf })
  define(pipeline, 'predictIntervalOne', {
    value: (x: object): PredictedInterval | null => {
      if (pipeline.features.length === 0) return null
      const bounds = new Float64Array(2)
      if (!intervalOf(read(x), bounds)) return null
      return { prediction: pipeline.predictOne(x), lower: bounds[0] as number, upper: bounds[1] as number }
    },
  })
}

function define(target: object, name: string, property: PropertyDescriptor): void {
  Object.defineProperty(target, name, { ...property, configurable: true })
}
