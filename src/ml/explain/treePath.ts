import type { Estimator } from '../estimator/estimator.ts'
import type { TreeNode } from '../trees/treeNodes.ts'

/** A tree by shape. */
export interface TreeModel extends Estimator {
  readonly nodes: readonly TreeNode[]
}

export function isTree(model: Estimator): model is TreeModel {
  return 'nodes' in model && Array.isArray(model.nodes)
}

/**
 * What each split on the way down changes the expected value by, summed by feature (Saabas 2014): `base` is the root's value,
 * and `base` and contributions add up to the leaf's.
 *
 * @param k which of the values: the place of a class, or 0
 */
export function treePath(
  { nodes }: TreeModel,
  z: Readonly<Record<string, unknown>>,
  k: number,
): { readonly base: number; readonly leaf: number; readonly byFeature: Readonly<Record<string, number>> } {
  const byFeature: Record<string, number> = {}
  let node = nodes[0] as TreeNode
  const figureOf = (one: TreeNode): number => one.value[k] ?? 0
  const base = figureOf(node)
  while (node.feature !== null) {
    const goesLeft = (z[node.feature] as number) <= (node.threshold as number)
    const next = nodes[goesLeft ? node.left : node.right] as TreeNode
    byFeature[node.feature] = (byFeature[node.feature] ?? 0) + figureOf(next) - figureOf(node)
    node = next
  }
  return { base, leaf: figureOf(node), byFeature }
}
