import { accumulateGram } from './accumulateGram.ts'
import { assembleGramKernel } from './assembleGramKernel.ts'
import { SPLITTER } from './doubleDouble.ts'

/**
 * Adds `count` records, rows of `size` values in `block`, to a double-double Gram matrix: {@link accumulateGram} for each
 * of them, in order, bit for bit.
 */
export type GramKernel = (hi: Float64Array, lo: Float64Array, block: Float64Array, count: number, size: number) => void

/** The simple form, and the oracle of the other. */
export const plainGramKernel: GramKernel = (hi, lo, block, count, size) => {
  const scratch = new Float64Array(2 * size)
  for (let r = 0; r < count; r++) accumulateGram(hi, lo, block.subarray(r * size, (r + 1) * size), scratch)
}

const PAGE_BYTES = 65_536

/**
 * The same in WebAssembly SIMD, two sums at a time, each kept in registers over all records of the block: two to four
 * times the speed. Its memory is scratch, as large as the largest model so far needs.
 *
 * @param fused with fused multiply-adds (relaxed SIMD)
 * @returns undefined where the machine runs no WebAssembly SIMD, or does not fuse
 */
export function wasmGramKernel(fused: boolean): GramKernel | undefined {
  const code = assembleGramKernel(fused)
  if (!WebAssembly.validate(code)) return undefined
  const memory = new WebAssembly.Memory({ initial: 1 })
  const instance = new WebAssembly.Instance(new WebAssembly.Module(code), { host: { memory } })
  const run = instance.exports.accumulate as (
    hi: number,
    lo: number,
    values: number,
    halves: number,
    count: number,
    size: number,
  ) => void
  let scratch = new Float64Array(memory.buffer)
  const kernel: GramKernel = (hi, lo, block, count, size) => {
    const sums = hi.length
    // One more value behind each part: the last pair of a row is read as a pair.
    const values = 2 * sums + 2
    const halves = values + count * size + 2
    const length = fused ? halves : halves + count * size + 2
    if (scratch.length < length) {
      memory.grow(Math.ceil((length * 8 - memory.buffer.byteLength) / PAGE_BYTES))
      scratch = new Float64Array(memory.buffer)
    }
    scratch.set(hi, 0)
    scratch.set(lo, sums + 1)
    for (let k = 0; k < count * size; k++) {
      const value = block[k] as number
      scratch[values + k] = value
      if (fused) continue
      const split = SPLITTER * value
      scratch[halves + k] = split - (split - value)
    }
    run(0, (sums + 1) * 8, values * 8, halves * 8, count, size)
    for (let k = 0; k < sums; k++) hi[k] = scratch[k] as number
    for (let k = 0; k < sums; k++) lo[k] = scratch[sums + 1 + k] as number
  }
  return fused && !fuses(kernel) ? undefined : kernel
}

/** Whether a kernel gives the simple form's bits for products that round. */
function fuses(kernel: GramKernel): boolean {
  const block = Float64Array.from({ length: 12 }, (_, k) => 1 / (k + 3))
  const [hi, lo, plainHi, plainLo] = Array.from({ length: 4 }, () => new Float64Array(6)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  kernel(hi, lo, block, 4, 3)
  plainGramKernel(plainHi, plainLo, block, 4, 3)
  return hi.every((value, k) => value === plainHi[k]) && lo.every((value, k) => value === plainLo[k])
}

/** The fastest form this machine runs. Made once: it remembers nothing between calls. */
export const gramKernel: GramKernel = wasmGramKernel(true) ?? wasmGramKernel(false) ?? plainGramKernel
