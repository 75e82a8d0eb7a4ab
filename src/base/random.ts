/** A uniform number in [0, 1). */
export type Random = () => number

/**
 * A seeded generator (mulberry32, Tommy Ettinger 2017, public domain): 32 bits of state, period 2³²,
 * enough for sampling and splitting, not for cryptography.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
