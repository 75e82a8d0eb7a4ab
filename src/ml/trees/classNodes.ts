import type { ClassLabel } from '../estimator/classifier.ts'
import { argMax } from '../estimator/vectorClassifier.ts'
import type { ClassLeaf } from './classLeaf.ts'
import { round } from './roundForShow.ts'
import { type TreeNode, treeNodes } from './treeNodes.ts'
import type { TreeShape } from './treeShape.ts'

/** The nodes of a classification tree. A leaf without weight gives every class the same share. */
export function classNodes(
  shape: TreeShape,
  leaves: readonly (ClassLeaf | null)[],
  features: readonly string[],
  classes: number,
): TreeNode[] {
  return treeNodes(shape, features, node => {
    const { weights, total } = leaves[node] as ClassLeaf
    const value = Array.from({ length: classes }, (_, k) => (total > 0 ? (weights[k] ?? 0) / total : 1 / classes))
    return { weight: total, value }
  })
}

/** The class that has most of a leaf, with its share. */
export function sayClass(node: TreeNode, classes: readonly ClassLabel[]): string | null {
  const k = argMax(node.value)
  return k < 0 ? null : `${String(classes[k])} (${round(100 * (node.value[k] as number))} %)`
}
