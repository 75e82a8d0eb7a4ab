import type { Regressor } from '../../estimator/regressor.ts'
import type { SGDRegressor } from '../../gradient/sgdRegressor.ts'
import type { MultiOutputRegression } from '../../linear/multiOutputRegression.ts'
import { type ConvertModel, predictionOf } from '../conversion.ts'
import type { GraphBuilder } from '../graphBuilder.ts'
import type { Wire } from '../wire.ts'

interface LinearRegressor extends Regressor {
  readonly coefficients: readonly (number | null)[]
  readonly intercept: number
}

/** Coefficients, one list an output, and an intercept for each: [N, outputs]. */
export function linearScores(
  graph: GraphBuilder,
  wire: Wire,
  coefficients: readonly (readonly (number | null)[])[],
  intercepts: readonly number[],
): string {
  const outputs = coefficients.length
  const matrix = Array.from({ length: wire.width }, (_, j) => coefficients.map(list => list[j] ?? 0)).flat()
  const product = graph.op('MatMul', [wire.matrix(), graph.numbers(matrix, [wire.width, outputs])])
  return graph.op('Add', [product, graph.numbers(intercepts, [1, outputs])])
}

/** Regressors that are coefficients and an intercept; a dropped column counts 0. */
export const convertLinearRegressor: ConvertModel<LinearRegressor> = (model, wire, { graph }) =>
  predictionOf(linearScores(graph, wire, [model.coefficients], [model.intercept]))

/** With the Poisson loss a prediction is the exponential of the score. */
export const convertSGDRegressor: ConvertModel<SGDRegressor> = (model, wire, { graph }) => {
  const score = linearScores(graph, wire, [model.coefficients], [model.intercept])
  return predictionOf(model.options.loss.type === 'poisson' ? graph.op('Exp', [score]) : score)
}

export const convertMultiOutputRegression: ConvertModel<MultiOutputRegression> = (model, wire, { graph }) => {
  const summaries = model.labels.map(label => model.summary(label))
  const scores = linearScores(
    graph,
    wire,
    summaries.map(({ coefficients }) => coefficients.map(({ value }) => value)),
    summaries.map(({ intercept }) => intercept.value ?? 0),
  )
  graph.metadata.labels = JSON.stringify(model.labels)
  return predictionOf(scores, model.labels.length)
}
