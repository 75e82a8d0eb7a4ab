import { identityMap } from '../../estimator/affineMap.ts'
import type { AffineTransformer } from '../../estimator/transformer.ts'
import type { AdaptiveStandardScaler } from '../../preprocessing/adaptiveStandardScaler.ts'
import type { MinMaxScaler } from '../../preprocessing/minMaxScaler.ts'
import { affine } from '../affineChain.ts'
import type { ConvertTransformer } from '../conversion.ts'
import { matrixWire } from '../wire.ts'

/** Scalers that are one affine map of each feature. */
export const convertScaler: ConvertTransformer<AffineTransformer> = (scaler, wire, { graph }) =>
  affine(graph, wire, scaler.affine(identityMap(wire.width)))

export const convertMinMaxScaler: ConvertTransformer<MinMaxScaler> = (scaler, wire, { graph }) => {
  const scaled = affine(graph, wire, scaler.affine(identityMap(wire.width)))
  const { clip, range } = scaler.options
  if (!clip || scaler.n === 0) return scaled
  const clipped = graph.op('Clip', [scaled.matrix(), graph.number(range[0]), graph.number(range[1])])
  return matrixWire(graph, clipped, wire.width)
}

/** What did not vary is divided by infinity: it becomes 0, as in the scaler. */
export const convertAdaptiveStandardScaler: ConvertTransformer<AdaptiveStandardScaler> = (scaler, wire, { graph }) => {
  if (scaler.n === 0) return wire
  const { mean = [], variance = [] } = scaler.figures()
  const scale = variance.map(value => (value > 0 ? Math.sqrt(value) : Number.POSITIVE_INFINITY))
  return affine(graph, wire, { shift: mean, scale })
}
