/** Bytes of a WebAssembly module, written by hand: what the few kernels here need of the binary format (W3C core spec 2.0, ch. 5). */
export type Code = readonly number[]

/** Instructions by their names in the text format; numbers and local indices are operands. */
export const op = {
  localGet: (index: number): Code => [0x20, ...unsigned(index)],
  localSet: (index: number): Code => [0x21, ...unsigned(index)],
  localTee: (index: number): Code => [0x22, ...unsigned(index)],
  i32Const: (value: number): Code => [0x41, ...signed(value)],
  i32Add: [0x6a] as Code,
  i32Sub: [0x6b] as Code,
  i32Mul: [0x6c] as Code,
  i32Shl: [0x74] as Code,
  i32LessSigned: [0x48] as Code,
  i32LessEqualSigned: [0x4c] as Code,
  i32GreaterEqualSigned: [0x4e] as Code,
  i32Eqz: [0x45] as Code,
  load: (offset = 0): Code => simd(0, 3, ...unsigned(offset)),
  loadSplat: (offset = 0): Code => simd(10, 3, ...unsigned(offset)),
  loadOne: (offset = 0): Code => simd(93, 3, ...unsigned(offset)),
  store: (offset = 0): Code => simd(11, 3, ...unsigned(offset)),
  storeFirst: (offset = 0): Code => simd(91, 3, ...unsigned(offset), 0),
  add: simd(240),
  subtract: simd(241),
  multiply: simd(242),
  /** c − a b of a, b, c; rounded once where the machine fuses it (relaxed SIMD). */
  negativeMultiplyAdd: simd(264),
} as const

/** `block … loop … end end`: branch 0 goes on with the loop, branch 1 leaves it. */
export function loop(...body: Code[]): Code {
  return [0x02, 0x40, 0x03, 0x40, ...body.flat(), 0x0b, 0x0b]
}

export function branch(depth: number): Code {
  return [0x0c, ...unsigned(depth)]
}

export function branchIf(depth: number): Code {
  return [0x0d, ...unsigned(depth)]
}

export function ifElse(then: Code, otherwise: Code): Code {
  return [0x04, 0x40, ...then, 0x05, ...otherwise, 0x0b]
}

/** A module with one exported function of `parameters` i32, without a result, over the memory `host.memory`. */
export function assembleModule(
  name: string,
  parameters: number,
  locals: { readonly i32: number; readonly v128: number },
  body: Code,
): Uint8Array<ArrayBuffer> {
  const I32 = 0x7f
  const V128 = 0x7b
  const declared = [2, ...unsigned(locals.i32), I32, ...unsigned(locals.v128), V128]
  const code = [...declared, ...body, 0x0b]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, parameters, ...new Array<number>(parameters).fill(I32), 0]),
    ...section(2, [1, ...text('host'), ...text('memory'), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text(name), 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ])
}

function simd(opcode: number, ...operands: number[]): Code {
  return [0xfd, ...unsigned(opcode), ...operands]
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content]
}

function text(value: string): number[] {
  const bytes = [...value].map(character => character.charCodeAt(0))
  return [bytes.length, ...bytes]
}

/** LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80)
    rest >>>= 7
  }
  return [...bytes, rest]
}

function signed(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest < -64 || rest > 63) {
    bytes.push((rest & 0x7f) | 0x80)
    rest >>= 7
  }
  return [...bytes, rest & 0x7f]
}
