import type { Transformer } from '../../estimator/transformer.ts'
import type { Binarizer } from '../../preprocessing/binarizer.ts'
import type { Normalizer } from '../../preprocessing/normalizer.ts'
import type { GaussianRandomProjection, SparseRandomProjection } from '../../preprocessing/randomProjection.ts'
import type { ConvertTransformer } from '../conversion.ts'
import { asDoubles, matrixWire } from '../wire.ts'

export const convertBinarizer: ConvertTransformer<Binarizer> = ({ options }, wire, { graph }) => {
  const above = graph.op('Greater', [wire.matrix(), graph.number(options.threshold)])
  return matrixWire(graph, asDoubles(graph, above), wire.width)
}

/** A record of zeros is divided by 1. */
export const convertNormalizer: ConvertTransformer<Normalizer> = ({ options }, wire, { graph }) => {
  const x = wire.matrix()
  const overFeatures = graph.integers([1])
  const reduced = (op: string, values: string): string => graph.op(op, [values, overFeatures], { keepdims: 1 })
  const length =
    options.norm === 'l2'
      ? graph.op('Sqrt', [reduced('ReduceSum', graph.op('Mul', [x, x]))])
      : reduced(options.norm === 'l1' ? 'ReduceSum' : 'ReduceMax', graph.op('Abs', [x]))
  const isZero = graph.op('Equal', [length, graph.number(0)])
  const divisor = graph.op('Where', [isZero, graph.number(1), length])
  return matrixWire(graph, graph.op('Div', [x, divisor]), wire.width)
}

export const convertRandomProjection: ConvertTransformer<GaussianRandomProjection | SparseRandomProjection> = (
  { matrix, options },
  wire,
  { graph },
) => {
  const { components } = options
  const product = graph.op('MatMul', [wire.matrix(), graph.numbers(matrix.flat(), [wire.width, components])])
  return matrixWire(graph, product, components)
}

/** Features that do not pass become 0. */
export const convertSelector: ConvertTransformer<Transformer & { readonly selected: readonly string[] }> = (
  selector,
  wire,
  { graph },
) => {
  const { selected } = selector
  const mask = selector.features.map(name => (selected.includes(name) ? 1 : 0))
  return matrixWire(graph, graph.op('Mul', [wire.matrix(), graph.numbers(mask, [1, wire.width])]), wire.width)
}
