import type { DummyClassifier } from '../../dummy/dummyClassifier.ts'
import type { DummyRegressor } from '../../dummy/dummyRegressor.ts'
import { type ConvertModel, predictionOf } from '../conversion.ts'
import { repeated } from '../wire.ts'
import { checkClasses, classified } from './classLabels.ts'

/** A baseline says the same of every record: what it says of zeros. */
export const convertDummyRegressor: ConvertModel<DummyRegressor> = (model, wire, { graph }) =>
  predictionOf(repeated(graph, wire, [model.predictVector(new Float64Array(wire.width))]))

export const convertDummyClassifier: ConvertModel<DummyClassifier> = (model, wire, { graph }) => {
  checkClasses(model)
  const probabilities = new Float64Array(model.classes.length)
  model.probabilitiesOfVector(new Float64Array(wire.width), probabilities)
  return classified(graph, model, repeated(graph, wire, [...probabilities]))
}
