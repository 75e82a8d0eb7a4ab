import protobuf from 'protobufjs/light.js'
import {
  ONNX_OPSETS,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxTensor,
  type OnnxValue,
} from '../../ml/onnx/onnxGraph.ts'
import { ONNX_SCHEMA } from './onnxSchema.ts'

/** ONNX's numbers of tensor types, and the field that holds their data. */
const TENSORS = {
  float64: { code: 11, field: 'doubleData' },
  int64: { code: 7, field: 'int64Data' },
  string: { code: 8, field: 'stringData' },
  uint8: { code: 2, field: 'int32Data' },
} as const

/** ONNX's numbers of attribute types. */
const ATTRIBUTE = { int: 2, tensor: 4, ints: 7 } as const

/** Version of the file format; 10 came with operator set 21. */
const IR_VERSION = 10

/** The bytes of an ONNX file. Each call builds what it needs of the format: files are written seldom. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  const type = protobuf.Root.fromJSON(ONNX_SCHEMA).lookupType('onnx.ModelProto')
  const domains = new Set(['', ...model.nodes.map(node => node.domain)])
  const message = type.create({
    irVersion: IR_VERSION,
    producerName: 'flinknb',
    graph: {
      name: 'model',
      node: model.nodes.map(({ op, domain, inputs, outputs, attributes }) => ({
        opType: op,
        domain,
        input: inputs,
        output: outputs,
        attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
      })),
      initializer: Object.entries(model.constants).map(([name, tensor]) => tensorOf(tensor, name)),
      input: model.inputs.map(valueInfo),
      output: model.outputs.map(valueInfo),
    },
    opsetImport: [...domains].map(domain => ({ domain, version: ONNX_OPSETS[domain] })),
    metadataProps: Object.entries(model.metadata).map(([key, value]) => ({ key, value })),
  })
  return Uint8Array.from(type.encode(message).finish())
}

function attribute(name: string, value: OnnxAttribute): object {
  if (typeof value === 'number') return { name, type: ATTRIBUTE.int, i: value }
  if ('dims' in value) return { name, type: ATTRIBUTE.tensor, t: tensorOf(value, name) }
  return { name, type: ATTRIBUTE.ints, ints: value }
}

function tensorOf({ type, dims, data }: OnnxTensor, name: string): object {
  const { code, field } = TENSORS[type]
  const encoded =
    type === 'string'
      ? Array.from(data as readonly string[], text => new TextEncoder().encode(text))
      : Array.from(data as ArrayLike<number>)
  return { name, dims, dataType: code, [field]: encoded }
}

function valueInfo({ name, type, dims }: OnnxValue): object {
  const dim = dims.map(size => (size === null ? { dimParam: 'N' } : { dimValue: size }))
  return { name, type: { tensorType: { elemType: TENSORS[type].code, shape: { dim } } } }
}
