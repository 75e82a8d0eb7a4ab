import type { ConformalIntervals } from '../../conformal/conformalIntervals.ts'
import { type ConformalOptions, readConformalOptions } from '../../conformal/conformalOptions.ts'
import { IntervalKeeper, type IntervalKeeperState } from '../../conformal/intervalKeeper.ts'
import type { Estimator } from '../../estimator/estimator.ts'
import type { ConvertModel, Output } from '../conversion.ts'

/** What stands in for another model, and predicts as that does. */
export const convertDriftAware: ConvertModel<Estimator & { readonly model: Estimator }> = (wrapper, wire, conversion) =>
  conversion.model(wrapper.model, wire)

/** The model's prediction, and its bounds as they are now: `lower` and `upper`. */
export const convertConformalIntervals: ConvertModel<ConformalIntervals> = (wrapper, wire, conversion) => {
  const { graph } = conversion
  const outputs = conversion.model(wrapper.model, wire)
  const { options, state } = wrapper.toJSON()
  const { model: _, ...settings } = options as unknown as { model: unknown } & ConformalOptions
  const keeper = new IntervalKeeper(readConformalOptions(settings))
  keeper.restore((state as { readonly intervals: IntervalKeeperState }).intervals)
  if (keeper.bounds === null) return outputs
  const prediction = outputs.prediction as Output
  const bound = (distance: number): Output => ({
    ...prediction,
    value: graph.op('Add', [prediction.value, graph.number(distance)]),
  })
  return { ...outputs, lower: bound(keeper.bounds.lower), upper: bound(keeper.bounds.upper) }
}
