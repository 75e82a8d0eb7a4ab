import type { ClassLeafState } from '../../trees/classLeaf.ts'
import type { ClassTreeSettings, ClassTreeState } from '../../trees/classTree.ts'
import type { HoeffdingTreeClassifier } from '../../trees/hoeffdingTreeClassifier.ts'
import type { ConvertModel } from '../conversion.ts'
import type { GraphBuilder } from '../graphBuilder.ts'
import { leafOf } from '../leafOf.ts'
import type { Wire } from '../wire.ts'
import { checkClasses, classified } from './classLabels.ts'

/** How leaves of a tree of classes predict. */
export type ClassTreeForm = Pick<ClassTreeSettings, 'leafPrediction' | 'bayesFrom'>

export const convertHoeffdingTreeClassifier: ConvertModel<HoeffdingTreeClassifier> = (model, wire, { graph }) => {
  checkClasses(model)
  const { tree } = model.toJSON().state as { readonly tree: ClassTreeState }
  const settings = model.options as unknown as ClassTreeForm
  return classified(graph, model, classTree(graph, wire, tree, settings, model.classes.length))
}

/**
 * Probabilities of a tree of classes [N, classes]: softmax of log P(class) − Σ (x − mean)² × precision, with figures of the
 * leaf. A leaf that goes by its weights alone has precisions of 0.
 */
export function classTree(
  graph: GraphBuilder,
  wire: Wire,
  state: ClassTreeState,
  settings: ClassTreeForm,
  classes: number,
): string {
  const { leaves, index } = leafOf(graph, wire, state.shape)
  const forms = leaves.map(node => leafForm(state.leaves[node] as ClassLeafState, settings, classes, wire.width))
  const own = (name: keyof LeafForm, dims: readonly number[]): string =>
    graph.op(
      'Gather',
      [
        graph.numbers(
          forms.flatMap(form => form[name]),
          [leaves.length, ...dims],
        ),
        index,
      ],
      { axis: 0 },
    )
  const constants = own('constants', [classes])
  if (forms.every(form => form.precisions.every(value => value === 0))) {
    return graph.op('Softmax', [constants], { axis: 1 })
  }
  const x = graph.op('Unsqueeze', [wire.matrix(), graph.integers([1])])
  const away = graph.op('Sub', [x, own('means', [classes, wire.width])])
  const weighed = graph.op('Mul', [graph.op('Mul', [away, away]), own('precisions', [classes, wire.width])])
  const distance = graph.op('ReduceSum', [weighed, graph.integers([2])], { keepdims: 0 })
  return graph.op('Softmax', [graph.op('Sub', [constants, distance])], { axis: 1 })
}

interface LeafForm {
  /** One a class. */
  readonly constants: readonly number[]
  /** One a class and feature, class by class. */
  readonly means: readonly number[]
  readonly precisions: readonly number[]
}

/** Variances from here on count as such: `ClassLeaf`'s bound. */
const TINY = 1e-290

function leafForm(leaf: ClassLeafState, settings: ClassTreeForm, classes: number, width: number): LeafForm {
  const weights = Array.from({ length: classes }, (_, k) => leaf.weights[k] ?? 0)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const constants = weights.map(weight => (total > 0 ? Math.log(weight / total) : 0))
  const means = new Array<number>(classes * width).fill(0)
  const precisions = new Array<number>(classes * width).fill(0)
  if (!(total > 0) || !usesBayes(leaf, settings, total)) return { constants, means, precisions }
  const columns = leaf.columns ?? Array.from({ length: width }, (_, j) => j)
  for (let k = 0; k < leaf.weights.length; k++) {
    const degrees = (leaf.seen[k] ?? 0) - 1
    for (const [i, j] of columns.entries()) {
      const at = k * columns.length + i
      const variance = degrees > 0 ? (leaf.squares[at] as number) / degrees : 0
      if (!(variance > TINY)) continue
      means[k * width + j] = leaf.mean[at] as number
      precisions[k * width + j] = 0.5 / variance
      constants[k] = (constants[k] as number) - Math.log(2 * Math.PI * variance) / 2
    }
  }
  return { constants, means, precisions }
}

function usesBayes(leaf: ClassLeafState, { leafPrediction, bayesFrom }: ClassTreeForm, total: number): boolean {
  if (!leaf.active) return false
  if (leafPrediction === 'adaptive') return leaf.bayesHits >= leaf.majorityHits
  return leafPrediction === 'naiveBayes' && total >= bayesFrom
}
