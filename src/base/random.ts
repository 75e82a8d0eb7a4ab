/** A uniform number in [0, 1). */
export type Random = () => number

/**
 * A seeded generator (mulberry32, Tommy Ettinger 2017, public domain): 32 bits of state, period 2³²,
 * enough for sampling and splitting, not for cryptography.
 */
export function seededRandom(seed: number): Random {
  const source = new RandomSource(seed)
  return () => source.next()
}

/** The same generator for those who save their state: a model that goes on after a restart draws what it would have drawn. */
export class RandomSource {
  /** The whole state: set it to go on from there. */
  state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number in [0, n). */
  below(n: number): number {
    return Math.floor(this.next() * n)
  }

  /** Standard normal (Box and Muller 1958; the second value is not kept, so that the state is one number). */
  gaussian(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
  }

  /** Poisson distributed, for small means (Knuth, The Art of Computer Programming 2, 3.4.1). */
  poisson(mean: number): number {
    const limit = Math.exp(-mean)
    let k = 0
    for (let p = this.next(); p > limit; p *= this.next()) k++
    return k
  }
}
