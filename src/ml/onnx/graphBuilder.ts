import type { OnnxAttribute, OnnxNode, OnnxTensor, OnnxType, OnnxValue } from './onnxGraph.ts'

/** Collects the nodes and constants of a graph and gives them names of their own. Values are passed on by name. */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = []
  readonly constants: Record<string, OnnxTensor> = {}
  readonly inputs: OnnxValue[] = []
  readonly outputs: OnnxValue[] = []
  readonly metadata: Record<string, string> = {}
  readonly #taken = new Set<string>()

  /** A node of one output, whose name is returned. */
  op(op: string, inputs: readonly string[], attributes: Readonly<Record<string, OnnxAttribute>> = {}): string {
    return this.node(op, '', inputs, attributes)
  }

  /** A node of `ai.onnx.ml`. */
  mlOp(op: string, inputs: readonly string[], attributes: Readonly<Record<string, OnnxAttribute>> = {}): string {
    return this.node(op, 'ai.onnx.ml', inputs, attributes)
  }

  /** A node of several outputs, whose names are returned. */
  ops(
    op: string,
    count: number,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string[] {
    const outputs = Array.from({ length: count }, () => this.free(op))
    this.nodes.push({ op, domain: '', inputs, outputs, attributes })
    return outputs
  }

  /** A constant of numbers; a single one by default. */
  numbers(data: ArrayLike<number>, dims: readonly number[] = [data.length]): string {
    return this.constant('float64', data, dims)
  }

  number(value: number): string {
    return this.numbers([value], [])
  }

  integers(data: readonly number[], dims: readonly number[] = [data.length]): string {
    return this.constant('int64', data, dims)
  }

  texts(data: readonly string[], dims: readonly number[] = [data.length]): string {
    return this.constant('string', data, dims)
  }

  input(wanted: string, type: OnnxType, dims: readonly (number | null)[]): string {
    const name = this.free(wanted)
    this.inputs.push({ name, type, dims })
    return name
  }

  /** Gives a value the name it shall have outside. */
  output(name: string, value: string, type: OnnxType, dims: readonly (number | null)[]): void {
    this.nodes.push({ op: 'Identity', domain: '', inputs: [value], outputs: [name], attributes: {} })
    this.outputs.push({ name, type, dims })
  }

  /** Keeps names for outputs, so that no feature takes them. */
  reserve(...names: readonly string[]): void {
    for (const name of names) this.#taken.add(name)
  }

  private node(
    op: string,
    domain: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>>,
  ): string {
    const output = this.free(op)
    this.nodes.push({ op, domain, inputs, outputs: [output], attributes })
    return output
  }

  private constant(type: OnnxType, data: ArrayLike<number> | readonly string[], dims: readonly number[]): string {
    const name = this.free('constant')
    this.constants[name] = { type, dims, data }
    return name
  }

  private free(wanted: string): string {
    let name = wanted
    for (let i = 2; this.#taken.has(name); i++) name = `${wanted}_${i}`
    this.#taken.add(name)
    return name
  }
}

/** ONNX's numbers of the types that are cast to. */
export const DOUBLE = 11
