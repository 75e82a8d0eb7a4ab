import type { Estimator } from '../estimator/estimator.ts'
import type { Transformer } from '../estimator/transformer.ts'
import type { GraphBuilder } from './graphBuilder.ts'
import type { OnnxType } from './onnxGraph.ts'
import type { Wire } from './wire.ts'

/** What a model gives, by the output's name: the value's name in the graph, what it holds, sizes behind the number of records. */
export type Outputs = Readonly<Record<string, Output>>

export interface Output {
  readonly value: string
  readonly type: OnnxType
  readonly sizes: readonly number[]
}

/** What converters work with; they convert what stands within an estimator through it. */
export interface Conversion {
  readonly graph: GraphBuilder
  transformer(transformer: Transformer<unknown>, wire: Wire): Wire
  model(model: Estimator, wire: Wire): Outputs
}

/** Writes a transformer of one class into the graph. */
export type ConvertTransformer<T extends Transformer<unknown> = never> = (
  transformer: T,
  wire: Wire,
  conversion: Conversion,
) => Wire

/** Writes a model of one class into the graph. */
export type ConvertModel<M extends Estimator = never> = (model: M, wire: Wire, conversion: Conversion) => Outputs

/** The one output of a regressor: [N, 1], or a column a label. */
export function predictionOf(value: string, columns = 1): Outputs {
  return { prediction: { value, type: 'float64', sizes: [columns] } }
}
