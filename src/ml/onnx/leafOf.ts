import type { TreeShapeState } from '../trees/treeShape.ts'
import type { GraphBuilder } from './graphBuilder.ts'
import { type OnnxTree, treeEnsemble } from './treeEnsemble.ts'
import type { Wire } from './wire.ts'

/** ONNX's number of int64. */
const INT64 = 7

/** A tree whose leaves are sums of `value`. */
export function shapeTree(shape: TreeShapeState, value: (node: number) => number): OnnxTree {
  const below = (node: number): OnnxTree => {
    const feature = shape.feature[node] as number
    if (feature < 0) return { leaf: value(node) }
    return {
      feature,
      mode: '<=',
      split: shape.threshold[node] as number,
      yes: below(shape.left[node] as number),
      no: below(shape.right[node] as number),
    }
  }
  return below(shape.root)
}

/** The leaves of a tree, by node, and the graph's value [N] that says in which of them, counted from 0, a record falls. */
export function leafOf(
  graph: GraphBuilder,
  wire: Wire,
  shape: TreeShapeState,
): { readonly leaves: readonly number[]; readonly index: string } {
  const leaves: number[] = []
  const tree = shapeTree(shape, node => leaves.push(node) - 1)
  const number = graph.op('Cast', [treeEnsemble(graph, wire, [[tree]])], { to: INT64 })
  return { leaves, index: graph.op('Squeeze', [number, graph.integers([1])]) }
}
