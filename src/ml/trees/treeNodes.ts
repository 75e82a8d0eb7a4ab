import type { TreeShape } from './treeShape.ts'

/** A node of a tree as it stands: a split, or a leaf. */
export interface TreeNode {
  /** 0 for the root; parents before children, left before right. */
  readonly id: number
  readonly depth: number
  /** null for a leaf. */
  readonly feature: string | null
  /** Records with `feature ≤ threshold` go left; null for a leaf. */
  readonly threshold: number | null
  /** Ids; −1 for a leaf. */
  readonly left: number
  readonly right: number
  /** Weight learned in a leaf, with its share of what its parent had seen; of a split, that of its leaves. */
  readonly weight: number
  /** A leaf's mean label, or its share of each class in the order of `classes`; of a split, that of its leaves. */
  readonly value: readonly number[]
}

/** What a leaf predicts without a model of its own. */
interface LeafValue {
  readonly weight: number
  readonly value: readonly number[]
}

/** The nodes of a tree, parents first. @param leafValue by node of the shape */
export function treeNodes(
  shape: TreeShape,
  features: readonly string[],
  leafValue: (node: number) => LeafValue,
  start = shape.root,
): TreeNode[] {
  const order = shape.below(start)
  const ids = new Map(order.map((node, id) => [node, id]))
  const nodes: TreeNode[] = []
  // From the last to the first, so that children come before their parents.
  for (let id = order.length - 1; id >= 0; id--) {
    const node = order[id] as number
    const depth = (shape.depth[node] as number) - (shape.depth[start] as number)
    const j = shape.feature[node] as number
    if (j < 0) {
      nodes[id] = { id, depth, feature: null, threshold: null, left: -1, right: -1, ...leafValue(node) }
      continue
    }
    const left = ids.get(shape.left[node] as number) as number
    const right = ids.get(shape.right[node] as number) as number
    const both = average(nodes[left] as TreeNode, nodes[right] as TreeNode)
    nodes[id] = {
      id,
      depth,
      feature: features[j] as string,
      threshold: shape.threshold[node] as number,
      left,
      right,
      ...both,
    }
  }
  return nodes
}

/**
 * By feature, how much the splits on it reduced impurity or variance, weighted by the records they were found with; they add up
 * to 1, or are all 0 without a split.
 */
export function splitImportances(shapes: readonly TreeShape[], features: readonly string[]): Record<string, number> {
  const sums = new Float64Array(features.length)
  for (const shape of shapes) {
    let total = 0
    const own = new Float64Array(features.length)
    for (const node of shape.below()) {
      const j = shape.feature[node] as number
      if (j < 0) continue
      own[j] = (own[j] as number) + (shape.gain[node] as number)
      total += shape.gain[node] as number
    }
    if (total > 0) for (let j = 0; j < sums.length; j++) sums[j] = (sums[j] as number) + (own[j] as number) / total
  }
  const all = sums.reduce((sum, value) => sum + value, 0)
  return Object.fromEntries(features.map((name, j) => [name, all > 0 ? (sums[j] as number) / all : 0]))
}

function average(a: LeafValue, b: LeafValue): LeafValue {
  const weight = a.weight + b.weight
  const share = weight > 0 ? a.weight / weight : 0.5
  return { weight, value: a.value.map((value, k) => share * value + (1 - share) * (b.value[k] ?? 0)) }
}
