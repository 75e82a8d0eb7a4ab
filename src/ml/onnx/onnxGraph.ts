/** What tensors hold. ONNX's own names in TypeScript's words. */
export type OnnxType = 'float64' | 'int64' | 'string' | 'uint8'

/** Numbers or texts and their shape, row by row. */
export interface OnnxTensor {
  readonly type: OnnxType
  readonly dims: readonly number[]
  readonly data: ArrayLike<number> | readonly string[]
}

/** An attribute of a node: a whole number, whole numbers, or a tensor. */
export type OnnxAttribute = number | readonly number[] | OnnxTensor

/** One operation: what it reads and writes, by name. */
export interface OnnxNode {
  readonly op: string
  /** `''` for ONNX's own operators, `'ai.onnx.ml'` for those of classical models. */
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, OnnxAttribute>>
}

/** An input or output: `dims` holds sizes, null for the number of records. */
export interface OnnxValue {
  readonly name: string
  readonly type: OnnxType
  readonly dims: readonly (number | null)[]
}

/** A model in the terms of ONNX, as plain data: what a file of it says, before it is encoded. */
export interface OnnxModel {
  readonly nodes: readonly OnnxNode[]
  readonly constants: Readonly<Record<string, OnnxTensor>>
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  /** Written into the file: the model's class, the features in order, the classes. */
  readonly metadata: Readonly<Record<string, string>>
}

/** Version of ONNX's operators, and of those of classical models, that the nodes are written for. */
export const ONNX_OPSETS: Readonly<Record<string, number>> = { '': 21, 'ai.onnx.ml': 5 }
