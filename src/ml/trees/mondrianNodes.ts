import type { DescriptionTable } from '../estimator/modelDescription.ts'
import type { MondrianTree } from './mondrianTree.ts'
import type { NodeLabels } from './nodeLabels.ts'
import type { TreeNode } from './treeNodes.ts'

/** The nodes of a Mondrian tree, parents first. @param says what a node predicts for itself */
export function mondrianNodes<L extends NodeLabels & { weight(node: number): number }>(
  tree: MondrianTree<L>,
  features: readonly string[],
  says: (node: number) => number[],
): TreeNode[] {
  if (tree.size === 0) return []
  const order: [node: number, depth: number][] = []
  const waiting: [number, number][] = [[0, 0]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [node, depth] = next
    order.push(next)
    if ((tree.feature[node] as number) < 0) continue
    waiting.push([tree.right[node] as number, depth + 1], [tree.left[node] as number, depth + 1])
  }
  const ids = new Map(order.map(([node], id) => [node, id]))
  return order.map(([node, depth], id) => {
    const j = tree.feature[node] as number
    const isLeaf = j < 0
    return {
      id,
      depth,
      feature: isLeaf ? null : (features[j] as string),
      threshold: isLeaf ? null : (tree.threshold[node] as number),
      left: ids.get(tree.left[node] as number) ?? -1,
      right: ids.get(tree.right[node] as number) ?? -1,
      weight: tree.labels.weight(node),
      value: says(node),
    }
  })
}

/** The trees of a Mondrian forest. */
export function mondrianTable(trees: readonly MondrianTree<NodeLabels>[]): DescriptionTable {
  return {
    title: 'Trees',
    columns: ['tree', 'nodes', 'bytes'],
    rows: trees.map((tree, i) => [i, tree.size, tree.bytes]),
  }
}

/** By feature, how often it is split on by chance, weighted by the weight of the node split; adds up to 1, or all 0. */
export function mondrianImportances<L extends NodeLabels & { weight(node: number): number }>(
  trees: readonly MondrianTree<L>[],
  features: readonly string[],
  gainOf: (tree: MondrianTree<L>, node: number) => number,
): Record<string, number> {
  const sums = new Float64Array(features.length)
  for (const tree of trees) {
    for (let node = 0; node < tree.size; node++) {
      const j = tree.feature[node] as number
      if (j >= 0) sums[j] = (sums[j] as number) + gainOf(tree, node)
    }
  }
  const all = sums.reduce((sum, value) => sum + value, 0)
  return Object.fromEntries(features.map((name, j) => [name, all > 0 ? (sums[j] as number) / all : 0]))
}
