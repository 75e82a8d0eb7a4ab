/** The generator that `golden/river_drift.json` names: an LCG of 31 bits. */
function uniform(seed: number): () => number {
  let state = BigInt(seed)
  return () => {
    state = (1103515245n * state + 12345n) & 0x7fffffffn
    return Number(state) / 2 ** 31
  }
}

/** `before` values with probability p0 of a 1, then `after` with p1. */
function bernoulli(p0: number, before: number, p1: number, after: number): number[] {
  const random = uniform(12345)
  return Array.from({ length: before + after }, (_, i) => Number(random() < (i < before ? p0 : p1)))
}

/** `before` values around m0, then `after` around m1, each mean + sum of twelve uniforms − 6. */
function gauss(seed: number, m0: number, before: number, m1: number, after: number): number[] {
  const random = uniform(seed)
  return Array.from({ length: before + after }, (_, i) => {
    let sum = 0
    for (let k = 0; k < 12; k++) sum += random()
    return (i < before ? m0 : m1) + (sum - 6)
  })
}

/** The streams of `golden/river_drift.json`, by their names there. */
export const GOLDEN_STREAMS: Readonly<Record<string, () => number[]>> = {
  'bern(.2->.6)@1000': () => bernoulli(0.2, 1000, 0.6, 1000),
  'bern(.2->.3)@5000': () => bernoulli(0.2, 5000, 0.3, 5000),
  'gauss12(0->1)@1000': () => gauss(42, 0, 1000, 1, 1000),
  'gauss12(10->10.5)@2000': () => gauss(42, 10, 2000, 10.5, 2000),
  'gauss12 stationary 10000': () => gauss(7, 0, 10_000, 0, 0),
}
