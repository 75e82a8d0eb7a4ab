import type { KNNRegressor } from '../../neighbors/knnRegressor.ts'
import type { NewestRecordsState } from '../../neighbors/newestRecords.ts'
import { cannotConvert } from '../cannotConvert.ts'
import { type ConvertModel, predictionOf } from '../conversion.ts'
import { repeated } from '../wire.ts'
import { squaredDistances } from './squaredDistances.ts'

/** The weighted mean of the nearest records' labels; the label of a record that is met exactly. */
export const convertKNNRegressor: ConvertModel<KNNRegressor> = (model, wire, { graph }) => {
  const { aggregate, neighbors } = model.options
  if (aggregate === 'median') throw cannotConvert(model.type, 'ONNX has no weighted median')
  const { x, y, weights } = model.toJSON().state as NewestRecordsState
  if (y.length === 0) return predictionOf(repeated(graph, wire, [0]))
  const count = graph.integers([Math.min(neighbors, y.length)])
  const squares = squaredDistances(graph, wire, x)
  const [nearest, places] = graph.ops('TopK', 2, [squares, count], { axis: 1, largest: 0, sorted: 1 })
  const labels = graph.op('Gather', [graph.numbers(y), places as string], { axis: 0 })
  const own = graph.op('Gather', [graph.numbers(weights), places as string], { axis: 0 })
  const weight = aggregate === 'distance' ? graph.op('Div', [own, graph.op('Sqrt', [nearest as string])]) : own
  const sum = (values: string): string => graph.op('ReduceSum', [values, graph.integers([1])], { keepdims: 1 })
  const mean = graph.op('Div', [sum(graph.op('Mul', [weight, labels])), sum(weight)])
  const first = (values: string): string => graph.op('Gather', [values, graph.integers([0])], { axis: 1 })
  const isMet = graph.op('Equal', [first(nearest as string), graph.number(0)])
  return predictionOf(graph.op('Where', [isMet, first(labels), mean]))
}
