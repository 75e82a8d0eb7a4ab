import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { Estimator } from '../estimator/estimator.ts'
import type { Transformer } from '../estimator/transformer.ts'
import { fromJSON } from '../fromJson.ts'
import { LiveClassifier, LiveRegressor } from '../store/liveModel.ts'
import { cannotConvert } from './cannotConvert.ts'
import type { Conversion, Outputs } from './conversion.ts'
import { MODEL_CONVERTERS, TRANSFORMER_CONVERTERS } from './converterTable.ts'
import { GraphBuilder } from './graphBuilder.ts'
import { type ColumnHolds, inputColumn } from './inputColumns.ts'
import type { OnnxModel } from './onnxGraph.ts'
import { columnsWire, matrixWire, type Wire } from './wire.ts'

/** Options of {@link onnxModel}. */
export interface OnnxOptions {
  /** What columns hold that an encoder reads, where it is numbers; encoders' columns are text otherwise. */
  readonly columns?: Readonly<Record<string, ColumnHolds>> | undefined
}

/** Names of outputs, which no input takes. */
const OUTPUTS = ['prediction', 'label', 'probabilities', 'distances', 'score', 'lower', 'upper', 'features']

/**
 * A model in ONNX's terms, in float64 throughout. All numbers: one input `features` [N, d], in the order of `features`. Where
 * an encoder reads text: one input a column, [N, 1].
 *
 * @throws FlinknbError `MODEL` naming the class that ONNX cannot express, and why; `INVALID_STATE` when nothing was learned
 */
export function onnxModel(model: Estimator, options: OnnxOptions = {}): OnnxModel {
  checkOptionNames('ml.toOnnx', options, ['columns'])
  checkModel(model)
  const columns = options.columns ?? {}
  checkColumns(columns, model)
  const told = model instanceof LiveRegressor || model instanceof LiveClassifier ? fromJSON(model.toJSON()) : model
  if (told.accepts === 'values') {
    const graph = new GraphBuilder()
    const inputs: Record<string, string> = {}
    let readsText = false
    const wire = columnsWire(
      graph,
      told.features.map(feature =>
        inputColumn(graph, feature, columns[feature], (name, holds, input) => {
          inputs[name] = input
          readsText ||= holds === 'text'
        }),
      ),
    )
    const written = write(graph, told, wire, () => Object.keys(inputs))
    if (readsText) return { ...written, metadata: { ...written.metadata, inputs: JSON.stringify(inputs) } }
  }
  // Nothing but numbers is read: they come together.
  const graph = new GraphBuilder()
  const { length } = told.features
  return write(
    graph,
    told,
    matrixWire(graph, graph.input('features', 'float64', [null, length]), length),
    () => told.features,
  )
}

function write(graph: GraphBuilder, model: Estimator, wire: Wire, features: () => readonly string[]): OnnxModel {
  graph.reserve(...OUTPUTS)
  const conversion: Conversion = {
    graph,
    transformer: (step, before) => converterOf(TRANSFORMER_CONVERTERS, step)(step as never, before, conversion),
    model: (inner, before) => converterOf(MODEL_CONVERTERS, inner)(inner as never, before, conversion),
  }
  const outputs =
    model.kind === 'transformer'
      ? transformed(model as Transformer<unknown>, wire, conversion)
      : conversion.model(model, wire)
  for (const [name, { value, type, sizes }] of Object.entries(outputs))
    graph.output(name, value, type, [null, ...sizes])
  const { nodes, constants, inputs } = graph
  const metadata = {
    model: model.describe().title,
    features: JSON.stringify(features()),
    records: String(model.n),
    ...graph.metadata,
  }
  return { nodes, constants, inputs, outputs: graph.outputs, metadata }
}

/** A transformer's output features: `transformed` [N, outputs]. */
function transformed(model: Transformer<unknown>, wire: Wire, conversion: Conversion): Outputs {
  const after = conversion.transformer(model, wire)
  conversion.graph.metadata.outputs = JSON.stringify(model.outputFeatures)
  return { transformed: { value: after.matrix(), type: 'float64', sizes: [after.width] } }
}

function converterOf<C>(table: Readonly<Record<string, C>>, { type }: Estimator): C {
  const converter = Object.hasOwn(table, type) ? table[type] : undefined
  if (converter === undefined) throw cannotConvert(type)
  return converter
}

function checkModel(model: unknown): asserts model is Estimator {
  const estimator = model as Partial<Estimator> | null
  if (typeof estimator !== 'object' || typeof estimator?.toJSON !== 'function' || !Array.isArray(estimator.features)) {
    throw new FlinknbError('INVALID_OPTION', `ml.toOnnx: ${show(model)} is no model.`, {
      fix: 'Pass one that has learned, such as a fitted ml.pipeline(…).',
    })
  }
  if (estimator.features.length > 0) return
  throw new FlinknbError('INVALID_STATE', `ml.toOnnx: ${estimator.type} does not know its features yet.`, {
    fix: 'Let it learn first.',
  })
}

function checkColumns(columns: Readonly<Record<string, unknown>>, { features }: Estimator): void {
  for (const [name, holds] of Object.entries(columns)) {
    if (features.includes(name) && (holds === 'number' || holds === 'text')) continue
    throw new FlinknbError('INVALID_OPTION', `ml.toOnnx: columns: ${show({ [name]: holds })} cannot be used.`, {
      fix: `Say 'number' or 'text' of one of ${features.join(', ')}.`,
    })
  }
}
