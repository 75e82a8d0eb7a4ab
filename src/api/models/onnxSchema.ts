import type { INamespace } from 'protobufjs/light.js'

/** The part of onnx.proto (github.com/onnx/onnx, Apache-2.0) that models need: names and numbers of fields. */
export const ONNX_SCHEMA: INamespace = {
  nested: {
    onnx: {
      nested: {
        AttributeProto: message({
          name: 'string 1',
          i: 'int64 3',
          t: 'TensorProto 5',
          ints: 'int64[] 8',
          type: 'int32 20',
        }),
        NodeProto: message({
          input: 'string[] 1',
          output: 'string[] 2',
          opType: 'string 4',
          attribute: 'AttributeProto[] 5',
          domain: 'string 7',
        }),
        TensorProto: message({
          dims: 'int64[] 1',
          dataType: 'int32 2',
          int32Data: 'int32[] 5',
          stringData: 'bytes[] 6',
          int64Data: 'int64[] 7',
          name: 'string 8',
          doubleData: 'double[] 10',
        }),
        Dimension: message({ dimValue: 'int64 1', dimParam: 'string 2' }),
        TensorShapeProto: message({ dim: 'Dimension[] 1' }),
        TensorTypeProto: message({ elemType: 'int32 1', shape: 'TensorShapeProto 2' }),
        TypeProto: message({ tensorType: 'TensorTypeProto 1' }),
        ValueInfoProto: message({ name: 'string 1', type: 'TypeProto 2' }),
        GraphProto: message({
          node: 'NodeProto[] 1',
          name: 'string 2',
          initializer: 'TensorProto[] 5',
          input: 'ValueInfoProto[] 11',
          output: 'ValueInfoProto[] 12',
        }),
        OperatorSetIdProto: message({ domain: 'string 1', version: 'int64 2' }),
        StringStringEntryProto: message({ key: 'string 1', value: 'string 2' }),
        ModelProto: message({
          irVersion: 'int64 1',
          producerName: 'string 2',
          graph: 'GraphProto 7',
          opsetImport: 'OperatorSetIdProto[] 8',
          metadataProps: 'StringStringEntryProto[] 14',
        }),
      },
    },
  },
}

/** A message by its fields: type, `[]` where it is repeated, number. */
function message(fields: Readonly<Record<string, string>>) {
  return {
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, field]) => {
        const [type = '', id] = field.split(' ')
        const repeated = type.endsWith('[]')
        return [name, { type: type.replace('[]', ''), id: Number(id), ...(repeated ? { rule: 'repeated' } : {}) }]
      }),
    ),
  }
}
