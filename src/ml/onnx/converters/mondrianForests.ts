import type { AggregatedMondrianForestClassifier } from '../../trees/aggregatedMondrianForestClassifier.ts'
import type { AggregatedMondrianForestRegressor } from '../../trees/aggregatedMondrianForestRegressor.ts'
import type { MondrianTreeState } from '../../trees/mondrianTree.ts'
import { type ConvertModel, predictionOf } from '../conversion.ts'
import { type OnnxTree, treeEnsemble } from '../treeEnsemble.ts'
import { repeated } from '../wire.ts'
import { checkClasses, classified } from './classLabels.ts'

/** What a tree of these says of a leaf: all nodes above it weighed in, so that each leaf has one value. */
function mondrianTree(state: MondrianTreeState, figureOf: (node: number) => number): OnnxTree {
  const below = (node: number, above: (value: number) => number): OnnxTree => {
    const own = figureOf(node)
    const feature = state.feature[node] as number
    if (feature < 0) return { leaf: above(own) }
    const share = Math.exp((state.weight[node] as number) - (state.subtree[node] as number)) / 2
    const weighed = (value: number): number => above(share * own + (1 - share) * value)
    return {
      feature,
      mode: '<=',
      split: state.threshold[node] as number,
      yes: below(state.left[node] as number, weighed),
      no: below(state.right[node] as number, weighed),
    }
  }
  return below(0, value => value)
}

interface Trees {
  readonly trees: readonly MondrianTreeState[]
}

export const convertMondrianForestRegressor: ConvertModel<AggregatedMondrianForestRegressor> = (
  model,
  wire,
  { graph },
) => {
  const { trees } = model.toJSON().state as Trees
  if (trees.some(tree => tree.feature.length === 0)) return predictionOf(repeated(graph, wire, [0]))
  const written = trees.map(tree => {
    const nodes = tree.feature.length
    return mondrianTree(tree, node => (tree.labels[nodes + node] as number) / trees.length)
  })
  return predictionOf(treeEnsemble(graph, wire, [written]))
}

export const convertMondrianForestClassifier: ConvertModel<AggregatedMondrianForestClassifier> = (
  model,
  wire,
  { graph },
) => {
  checkClasses(model)
  const { trees } = model.toJSON().state as Trees
  const { length } = model.classes
  if (trees.some(tree => tree.feature.length === 0)) {
    return classified(graph, model, repeated(graph, wire, new Array<number>(length).fill(1 / length)))
  }
  const prior = model.options.prior as number
  const probabilities = model.classes.map((_, k) =>
    trees.map(tree =>
      mondrianTree(tree, node => {
        const nodes = tree.feature.length
        const all = tree.labels[node] as number
        const count = tree.labels[nodes + node * length + k] as number
        return (count + prior) / (all + length * prior) / trees.length
      }),
    ),
  )
  return classified(graph, model, treeEnsemble(graph, wire, probabilities))
}
