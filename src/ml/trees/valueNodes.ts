import { type TreeNode, treeNodes } from './treeNodes.ts'
import type { TreeShape } from './treeShape.ts'
import type { ValueLeaf } from './valueLeaf.ts'

/** The nodes of a regression tree. */
export function valueNodes(
  shape: TreeShape,
  leaves: readonly (ValueLeaf | null)[],
  features: readonly string[],
): TreeNode[] {
  return treeNodes(shape, features, node => {
    const { n, mean } = leaves[node] as ValueLeaf
    return { weight: n, value: [mean] }
  })
}
