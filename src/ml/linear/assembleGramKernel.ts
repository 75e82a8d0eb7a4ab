import { assembleModule, branch, branchIf, type Code, ifElse, loop, op } from './wasmAssembler.ts'

/** Pairs of sums that one pass over the records keeps in registers. */
const PAIRS = 3

/**
 * The WebAssembly of `accumulate(hi, lo, values, halves, count, size)`, all byte addresses but the last two: the simple
 * form is `accumulateGram` for each of `count` records.
 *
 * For each row i of the upper triangle the sums (i, j), (i, j + 1), … are taken {@link PAIRS} pairs at a time, in the end
 * pair by pair and, where a row has an odd rest, one alone; for each such group all records are gone through, so that the
 * sums are loaded and stored once a block. `halves` are Veltkamp's high halves of `values`.
 *
 * @param fused computes what rounding took from a product by one fused multiply-add instead of from halves: the same bits on
 *   machines that do fuse it, which the caller has to find out
 */
export function assembleGramKernel(fused: boolean): Uint8Array<ArrayBuffer> {
  const [hi, lo, values, halves, count, size] = [0, 1, 2, 3, 4, 5]
  const [i, j, r, stride, left, right, leftHalf, rightHalf] = [6, 7, 8, 9, 10, 11, 12, 13]
  const I32_LOCALS = 8
  const FIRST_VECTOR = 6 + I32_LOCALS
  const [a, a1, a2, b, b1, b2, product, error, before, sum, back] = Array.from(
    { length: 11 },
    (_, k) => FIRST_VECTOR + k,
  )
  const sums = Array.from({ length: PAIRS }, (_, k) => FIRST_VECTOR + 11 + k)
  const lows = Array.from({ length: PAIRS }, (_, k) => FIRST_VECTOR + 11 + PAIRS + k)
  const get = (local: number | undefined): Code => op.localGet(local as number)
  const set = (local: number | undefined, ...code: Code[]): Code => [...code.flat(), ...op.localSet(local as number)]
  const plus = (x: Code, y: Code): Code => [...x, ...y, ...op.add]
  const minus = (x: Code, y: Code): Code => [...x, ...y, ...op.subtract]
  const times = (x: Code, y: Code): Code => [...x, ...y, ...op.multiply]
  const bytes = (index: number): Code => [...get(index), ...op.i32Const(3), ...op.i32Shl]
  const addresses = (...code: Code[]): Code => [...code.flat(), ...op.i32Add]

  // p − a b exactly, so that it is subtracted below; or a1 b1 − p + a1 b2 + a2 b1 + a2 b2.
  const fusedError: Code = set(error, get(a), get(b), get(product), op.negativeMultiplyAdd)
  const splitError = (pair: number): Code => [
    ...set(b1, get(rightHalf), op.load(16 * pair)),
    ...set(b2, minus(get(b), get(b1))),
    ...set(
      error,
      plus(
        plus(plus(minus(times(get(a1), get(b1)), get(product)), times(get(a1), get(b2))), times(get(a2), get(b1))),
        times(get(a2), get(b2)),
      ),
    ),
  ]
  // The two-sum in the order of accumulateGram.
  const accumulatePair = (pair: number): Code => [
    ...set(b, get(right), op.load(16 * pair)),
    ...set(product, times(get(a), get(b))),
    ...(fused ? fusedError : splitError(pair)),
    ...set(before, get(sums[pair])),
    ...set(sum, plus(get(before), get(product))),
    ...set(back, minus(get(sum), get(before))),
    ...set(sums[pair], get(sum)),
    ...set(
      lows[pair],
      plus(
        get(lows[pair]),
        (fused ? minus : plus)(
          plus(minus(get(before), minus(get(sum), get(back))), minus(get(product), get(back))),
          get(error),
        ),
      ),
    ),
  ]
  const overRecords = (pairs: number): Code => [
    ...set(left, addresses(get(values), bytes(i as number))),
    ...set(leftHalf, addresses(get(halves), bytes(i as number))),
    ...set(right, addresses(get(values), bytes(j as number))),
    ...set(rightHalf, addresses(get(halves), bytes(j as number))),
    ...set(r, get(count)),
    ...loop(
      set(a, get(left), op.loadSplat()),
      fused ? [] : [...set(a1, get(leftHalf), op.loadSplat()), ...set(a2, minus(get(a), get(a1)))],
      ...Array.from({ length: pairs }, (_, pair) => accumulatePair(pair)),
      ...[left, right, leftHalf, rightHalf].map(pointer => set(pointer, addresses(get(pointer), get(stride)))),
      [...get(r), ...op.i32Const(1), ...op.i32Sub, ...op.localTee(r as number), ...branchIf(0)],
    ),
  ]
  const advance = (entries: number): Code => [
    ...set(hi, addresses(get(hi), op.i32Const(8 * entries))),
    ...set(lo, addresses(get(lo), op.i32Const(8 * entries))),
    ...set(j, addresses(get(j), op.i32Const(entries))),
  ]
  const group = (pairs: number, load: Code, store: Code, entries: number): Code => {
    const each = (code: (pair: number) => Code): Code => Array.from({ length: pairs }, (_, pair) => code(pair)).flat()
    const at = (code: Code, pair: number): Code => (pair === 0 ? code : op.load(16 * pair))
    return [
      ...each(pair => [...set(sums[pair], get(hi), at(load, pair)), ...set(lows[pair], get(lo), at(load, pair))]),
      ...overRecords(pairs),
      ...each(pair => [
        ...get(hi),
        ...get(sums[pair]),
        ...(pair === 0 ? store : op.store(16 * pair)),
        ...get(lo),
        ...get(lows[pair]),
        ...(pair === 0 ? store : op.store(16 * pair)),
      ]),
      ...advance(entries),
    ]
  }
  const rest: Code = [...get(size), ...get(j), ...op.i32Sub]
  const body: Code = [
    ...set(stride, bytes(size as number)),
    ...set(i, op.i32Const(0)),
    ...loop(
      [...get(i), ...get(size), ...op.i32GreaterEqualSigned, ...branchIf(1)],
      set(j, get(i)),
      loop(
        [...rest, ...op.i32Eqz, ...branchIf(1)],
        [...rest, ...op.i32Const(2 * PAIRS), ...op.i32LessSigned],
        ifElse(
          [
            ...rest,
            ...op.i32Const(2),
            ...op.i32LessSigned,
            ...ifElse(group(1, op.loadOne(), op.storeFirst(), 1), group(1, op.load(), op.store(), 2)),
          ],
          group(PAIRS, op.load(), op.store(), 2 * PAIRS),
        ),
        branch(0),
      ),
      set(i, addresses(get(i), op.i32Const(1))),
      branch(0),
    ),
  ]
  return assembleModule('accumulate', 6, { i32: I32_LOCALS, v128: 11 + 2 * PAIRS }, body)
}
