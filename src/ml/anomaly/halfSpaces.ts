import type { RandomSource } from '../../base/random.ts'

/** The splits of complete binary trees, one tree after the other, a tree's nodes as a heap; leaves have none (feature 0). */
export interface HalfSpaces {
  /** The feature that a node asks about. */
  readonly feature: Int32Array
  /** Values below it go left. */
  readonly threshold: Float64Array
}

/**
 * Random half-spaces after Tan, Ting and Liu: each tree takes a work range for each feature, drawn around a random point so that it
 * covers the feature's own range, and halves the range of a random feature at each node. As in River's padded trees a split
 * keeps 15 % of the range away from either end.
 */
export function buildHalfSpaces(
  ranges: readonly (readonly [number, number])[],
  trees: number,
  height: number,
  random: RandomSource,
): HalfSpaces {
  const size = 2 ** (height + 1) - 1
  const nodes = ranges.length === 0 ? 0 : trees * size
  const spaces = { feature: new Int32Array(nodes), threshold: new Float64Array(nodes) }
  const shares = ranges.map(() => 1)
  if (nodes > 0) for (let base = 0; base < nodes; base += size) split(spaces, base, 0, height, ranges, shares, random)
  return spaces
}

const PADDING = 0.15

/** @param shares how much of each feature's whole range is left here: a wide one is split more often */
function split(
  spaces: HalfSpaces,
  base: number,
  node: number,
  levels: number,
  ranges: readonly (readonly [number, number])[],
  shares: readonly number[],
  random: RandomSource,
): void {
  if (levels === 0) return
  const feature = choose(shares, random)
  const [low, high] = ranges[feature] as readonly [number, number]
  const part = PADDING + random.next() * (1 - 2 * PADDING)
  const threshold = low + part * (high - low)
  spaces.feature[base + node] = feature
  spaces.threshold[base + node] = threshold
  const child = (next: number, range: readonly [number, number], kept: number) =>
    split(
      spaces,
      base,
      next,
      levels - 1,
      ranges.with(feature, range),
      shares.with(feature, (shares[feature] as number) * kept),
      random,
    )
  child(2 * node + 1, [low, threshold], part)
  child(2 * node + 2, [threshold, high], 1 - part)
}

/** An index, each as likely as its weight. */
function choose(weights: readonly number[], random: RandomSource): number {
  let rest = random.next() * weights.reduce((sum, weight) => sum + weight, 0)
  for (let i = 0; i < weights.length - 1; i++) {
    rest -= weights[i] as number
    if (rest < 0) return i
  }
  return weights.length - 1
}
