import { erfc } from '../statistics/normal.ts'
import type { ClassLeaf } from './classLeaf.ts'
import { impurity, type SplitCriterion } from './impurity.ts'

/** The best split of a leaf that was found. */
export interface ClassSplit {
  /** −1 when no split is possible. */
  readonly feature: number
  readonly threshold: number
  /** As the criterion measures it: information gain in bits, or 1 − Gini's impurity after the split. */
  readonly merit: number
  /** The merit of the best split of any other feature; −∞ when there is none. */
  readonly second: number
  /** Impurity before less impurity after, times the weight observed. */
  readonly gain: number
  /** Class weights either side. */
  readonly left: Float64Array
  readonly right: Float64Array
}

/** What {@link bestClassSplit} is to look at. */
export interface ClassSplitSettings {
  readonly criterion: SplitCriterion
  /** Thresholds tried for each feature, evenly spaced over its range. */
  readonly splitPoints: number
  /** Share of the weight that each side must have. */
  readonly minBranchFraction: number
}

/**
 * Tries evenly spaced thresholds of each feature, taking each class to be normal within the leaf (Pfahringer, Holmes and
 * Kirkby, Handling numeric attributes in Hoeffding trees, PAKDD 2008). Of features that are as good, the last is taken.
 */
export function bestClassSplit(leaf: ClassLeaf, settings: ClassSplitSettings): ClassSplit {
  const { criterion, splitPoints } = settings
  const classes = leaf.weights.length
  const left = new Float64Array(classes)
  const right = new Float64Array(classes)
  const before = impurity(criterion, leaf.weights)
  let at = -1
  let threshold = 0
  let best = Number.NEGATIVE_INFINITY
  let second = Number.NEGATIVE_INFINITY
  for (let i = 0; i < leaf.columns.length; i++) {
    const [least, most] = leaf.rangeOf(i)
    const step = (most - least) / (splitPoints + 1)
    let merit = Number.NEGATIVE_INFINITY
    let where = 0
    for (let s = 1; s <= splitPoints; s++) {
      const value = least + step * s
      if (!(value > least && value < most)) continue
      distribute(leaf, i, value, left, right)
      const found = meritOf(left, right, before, settings)
      if (found <= merit) continue
      merit = found
      where = value
    }
    if (merit >= best) {
      second = best
      best = merit
      at = merit > Number.NEGATIVE_INFINITY ? i : -1
      threshold = where
    } else if (merit > second) second = merit
  }
  if (at < 0) return { feature: -1, threshold: 0, merit: best, second, gain: 0, left, right }
  distribute(leaf, at, threshold, left, right)
  const after = criterion === 'gini' ? 1 - best : before - best
  const observed = leaf.seen.reduce((sum, weight) => sum + weight, 0)
  // Of what was observed alone: what was inherited is another distribution, which the merits share and the gain must not.
  const gain = Math.max(0, impurity(criterion, leaf.seen) - after) * observed
  return { feature: leaf.columns[at] as number, threshold, merit: best, second, gain, left, right }
}

/** The weight of each class either side of a threshold of the leaf's i-th column. */
function distribute(leaf: ClassLeaf, i: number, value: number, left: Float64Array, right: Float64Array): void {
  const { seen, mean, squares, least, most } = leaf
  const width = leaf.columns.length
  for (let k = 0; k < left.length; k++) {
    const n = seen[k] as number
    const at = k * width + i
    if (!(n > 0) || value >= (most[at] as number)) {
      left[k] = n
      right[k] = 0
    } else if (value < (least[at] as number)) {
      left[k] = 0
      right[k] = n
    } else {
      const deviation = n > 1 ? Math.sqrt((squares[at] as number) / (n - 1)) : 0
      const below = deviation > 0 ? erfc(((mean[at] as number) - value) / (deviation * Math.SQRT2)) / 2 : 0
      left[k] = below * n
      right[k] = n - below * n
    }
  }
}

function meritOf(left: Float64Array, right: Float64Array, before: number, settings: ClassSplitSettings): number {
  const { criterion, minBranchFraction } = settings
  let a = 0
  let b = 0
  for (let k = 0; k < left.length; k++) {
    a += left[k] as number
    b += right[k] as number
  }
  const total = a + b
  if (!(a / total > minBranchFraction && b / total > minBranchFraction)) return Number.NEGATIVE_INFINITY
  const after = (a * impurity(criterion, left) + b * impurity(criterion, right)) / total
  return criterion === 'gini' ? 1 - after : before - after
}
