/** A record of a stream that test/ml/fixtures/trees.py makes alike. */
export interface SyntheticRecord {
  readonly x: Float64Array
  readonly y: number
}

/** Three classes by four features, of which one says nothing; after `driftAt` the classes change places. */
export function threeClasses(n: number, driftAt = n): SyntheticRecord[] {
  const u = congruential(7)
  return Array.from({ length: n }, (_, i) => {
    const [a, b, c, d] = [u(), u(), u(), u()]
    const k = a + 0.3 * b < 0.5 ? 0 : c < 0.6 ? 1 : 2
    const after = i >= driftAt ? (k + 1) % 3 : k
    return { x: Float64Array.of(a, b, c, d), y: u() > 0.05 ? after : Math.floor(3 * u()) }
  })
}

/** A label of two pieces and a slope; after `driftAt` of two others. */
export function piecewise(n: number, driftAt = n): SyntheticRecord[] {
  const u = congruential(11)
  return Array.from({ length: n }, (_, i) => {
    const [a, b, c] = [u(), u(), u()]
    const before = (a < 0.37 ? 4 : -2 + 3 * b) + 0.3 * u()
    return { x: Float64Array.of(a, b, c), y: i >= driftAt ? (c < 0.5 ? 9 : -5) + 0.3 * u() : before }
  })
}

/** Numbers in [0, 1) that any language makes alike (Numerical Recipes' constants). */
function congruential(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}
