import { RunningMoments } from '../../statistics/runningMoments.ts'
import type { HoeffdingTreeRegressor } from '../../trees/hoeffdingTreeRegressor.ts'
import type { ValueLeafSettings, ValueLeafState } from '../../trees/valueLeaf.ts'
import type { ValueTreeState } from '../../trees/valueTree.ts'
import { affine } from '../affineChain.ts'
import { type ConvertModel, predictionOf } from '../conversion.ts'
import type { GraphBuilder } from '../graphBuilder.ts'
import { leafOf, shapeTree } from '../leafOf.ts'
import { treeEnsemble } from '../treeEnsemble.ts'
import type { Wire } from '../wire.ts'

export const convertHoeffdingTreeRegressor: ConvertModel<HoeffdingTreeRegressor> = (model, wire, { graph }) => {
  const { tree } = model.toJSON().state as { readonly tree: ValueTreeState }
  return predictionOf(valueTree(graph, wire, tree, model.options as unknown as ValueLeafSettings))
}

/** What a tree of numbers predicts [N, 1]: the leaf's mean, or the linear model of the leaf. */
export function valueTree(graph: GraphBuilder, wire: Wire, state: ValueTreeState, settings: ValueLeafSettings): string {
  const leafAt = (node: number): ValueLeafState => state.leaves[node] as ValueLeafState
  if (!state.leaves.some(leaf => leaf && usesModel(leaf, settings))) {
    return treeEnsemble(graph, wire, [[shapeTree(state.shape, node => leafAt(node).mean)]])
  }
  const { leaves, index } = leafOf(graph, wire, state.shape)
  const normalized = settings.leafModel === 'normalized'
  const intercepts = leaves.map(node => {
    const leaf = leafAt(node)
    if (!usesModel(leaf, settings)) return leaf.mean
    return (leaf.model?.[0] ?? 0) + (normalized ? leaf.mean : 0)
  })
  const slopes = leaves.flatMap(node => {
    const leaf = leafAt(node)
    return Array.from({ length: wire.width }, (_, j) => (usesModel(leaf, settings) ? (leaf.model?.[j + 1] ?? 0) : 0))
  })
  const z = normalized ? standardised(graph, wire, state) : wire
  const own = graph.op('Gather', [graph.numbers(slopes, [leaves.length, wire.width]), index], { axis: 0 })
  const sum = graph.op('ReduceSum', [graph.op('Mul', [z.matrix(), own]), graph.integers([1])], { keepdims: 1 })
  return graph.op('Add', [sum, graph.op('Gather', [graph.numbers(intercepts, [leaves.length, 1]), index], { axis: 0 })])
}

function usesModel(leaf: ValueLeafState, { leafPrediction }: ValueLeafSettings): boolean {
  return leaf.model !== null && !(leafPrediction === 'adaptive' && leaf.meanError < leaf.modelError)
}

/** The features as the models of leaves see them, by all records of the tree. */
function standardised(graph: GraphBuilder, wire: Wire, state: ValueTreeState): Wire {
  const moments = new RunningMoments(wire.width)
  moments.restore(state.moments)
  const scale = Array.from({ length: wire.width }, (_, j) => moments.scale(j))
  return affine(graph, wire, { shift: [...moments.mean], scale })
}
