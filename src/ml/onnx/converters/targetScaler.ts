import type { TargetScaler } from '../../preprocessing/targetScaler.ts'
import type { RunningMomentsState } from '../../statistics/runningMoments.ts'
import { RunningMoments } from '../../statistics/runningMoments.ts'
import { type ConvertModel, type Output, predictionOf } from '../conversion.ts'
import type { GraphBuilder } from '../graphBuilder.ts'

/** Largest logarithm that is raised; what the scaler stops at. */
const MOST = 322

/** The prediction of the regressor, unscaled, and back from logarithm or power. */
export const convertTargetScaler: ConvertModel<TargetScaler> = (scaler, wire, conversion) => {
  const { graph } = conversion
  const { prediction } = conversion.model(scaler.regressor, wire)
  const raw = unscaled(graph, scaler, (prediction as Output).value)
  return predictionOf(back(graph, scaler, raw))
}

function unscaled(graph: GraphBuilder, scaler: TargetScaler, prediction: string): string {
  if (!scaler.options.standardize) return prediction
  const moments = new RunningMoments(1)
  moments.restore((scaler.toJSON().state as { readonly labels: RunningMomentsState }).labels)
  const { n } = moments
  const deviation = n > 1 ? Math.sqrt((moments.variance(0) * n) / (n - 1)) : 0
  const stretched = graph.op('Mul', [prediction, graph.number(deviation)])
  return graph.op('Add', [stretched, graph.number(moments.mean[0] as number)])
}

function back(graph: GraphBuilder, { options, lambda }: TargetScaler, raw: string): string {
  const { transform } = options
  if (transform === 'none') return raw
  if (transform === 'log') return graph.op('Exp', [graph.op('Min', [raw, graph.number(MOST)])])
  if (transform === 'log1p') return expm1(graph, graph.op('Min', [raw, graph.number(MOST)]))
  return lambda === null ? raw : inverseYeoJohnson(graph, raw, lambda)
}

/** See `inverseYeoJohnson` of `powerTransform.ts`, both sides of 0. */
function inverseYeoJohnson(graph: GraphBuilder, z: string, lambda: number): string {
  const isPositive = graph.op('GreaterOrEqual', [z, graph.number(0)])
  const size = graph.op('Abs', [z])
  const below = graph.op('Neg', [inverse(graph, size, 2 - lambda)])
  return graph.op('Where', [isPositive, inverse(graph, size, lambda), below])
}

/** expm1(log1p(λ z) / λ) for z ≥ 0. */
function inverse(graph: GraphBuilder, z: string, lambda: number): string {
  if (lambda === 0) return expm1(graph, z)
  const bounded = graph.op('Max', [graph.op('Mul', [z, graph.number(lambda)]), graph.number(-1 + Number.EPSILON)])
  const grown = expm1(graph, graph.op('Div', [log1p(graph, bounded), graph.number(lambda)]))
  return graph.op('Min', [grown, graph.number(1e140)])
}

/** tanh(x / 2) (eˣ + 1), which keeps its digits near 0. */
function expm1(graph: GraphBuilder, x: string): string {
  const half = graph.op('Tanh', [graph.op('Div', [x, graph.number(2)])])
  return graph.op('Mul', [half, graph.op('Add', [graph.op('Exp', [x]), graph.number(1)])])
}

/** x log(1 + x) / ((1 + x) − 1), which keeps its digits near 0 (Kahan). */
function log1p(graph: GraphBuilder, x: string): string {
  const sum = graph.op('Add', [x, graph.number(1)])
  const rounded = graph.op('Sub', [sum, graph.number(1)])
  const quotient = graph.op('Div', [graph.op('Mul', [x, graph.op('Log', [sum])]), rounded])
  return graph.op('Where', [graph.op('Equal', [rounded, graph.number(0)]), x, quotient])
}
