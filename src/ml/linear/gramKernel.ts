import { accumulateGram } from './accumulateGram.ts'
import { assembleGramKernel } from './assembleGramKernel.ts'

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
 * The same in WebAssembly SIMD, two sums at a time, each kept in registers over all records of the block: about five times
 * the speed. Its memory is scratch, as large as the largest model so far needs.
 *
 * @returns undefined where the machine runs no WebAssembly SIMD
 */
export function wasmGramKernel(): GramKernel | undefined {
  const code = assembleGramKernel()
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
  return (hi, lo, block, count, size) => {
    const sums = hi.length
    // One more value behind each part: the last pair of a row is read as a pair.
    const values = 2 * sums + 2
    const halves = values + count * size + 2
    const length = halves + count * size + 2
    if (scratch.length < length) {
      memory.grow(Math.ceil((length * 8 - memory.buffer.byteLength) / PAGE_BYTES))
      scratch = new Float64Array(memory.buffer)
    }
    scratch.set(hi, 0)
    scratch.set(lo, sums + 1)
    for (let k = 0; k < count * size; k++) {
      const value = block[k] as number
      const split = 134_217_729 * value
      scratch[values + k] = value
      scratch[halves + k] = split - (split - value)
    }
    run(0, (sums + 1) * 8, values * 8, halves * 8, count, size)
    for (let k = 0; k < sums; k++) hi[k] = scratch[k] as number
    for (let k = 0; k < sums; k++) lo[k] = scratch[sums + 1 + k] as number
  }
}

/** The fastest form this machine runs. Made once: it remembers nothing between calls. */
export const gramKernel: GramKernel = wasmGramKernel() ?? plainGramKernel
