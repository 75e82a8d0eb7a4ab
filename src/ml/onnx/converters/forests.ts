import type { AdaptiveRandomForestClassifier } from '../../trees/adaptiveRandomForestClassifier.ts'
import type { AdaptiveRandomForestRegressor } from '../../trees/adaptiveRandomForestRegressor.ts'
import type { AdaptiveTreeState } from '../../trees/adaptiveTree.ts'
import type { ClassTreeState } from '../../trees/classTree.ts'
import type { ForestMemberState } from '../../trees/forestMember.ts'
import type { HoeffdingAdaptiveTreeClassifier } from '../../trees/hoeffdingAdaptiveTreeClassifier.ts'
import type { HoeffdingAdaptiveTreeRegressor } from '../../trees/hoeffdingAdaptiveTreeRegressor.ts'
import type { ValueLeafSettings } from '../../trees/valueLeaf.ts'
import type { ValueTreeState } from '../../trees/valueTree.ts'
import { cannotConvert } from '../cannotConvert.ts'
import { type ConvertModel, predictionOf } from '../conversion.ts'
import { concatenated } from '../wire.ts'
import { checkClasses, classified } from './classLabels.ts'
import { type ClassTreeForm, classTree } from './classTree.ts'
import { valueTree } from './valueTree.ts'

interface Members<S> {
  readonly members: readonly ForestMemberState<S>[]
}

/** Mean or median of the trees' predictions. */
export const convertAdaptiveRandomForestRegressor: ConvertModel<AdaptiveRandomForestRegressor> = (
  model,
  wire,
  { graph },
) => {
  const { members } = model.toJSON().state as Members<ValueTreeState>
  const settings = model.options as unknown as ValueLeafSettings & { readonly aggregation: 'median' | 'mean' }
  const predictions = concatenated(
    graph,
    members.map(({ tree }) => valueTree(graph, wire, tree, settings)),
  )
  const mean = (of: string): string => graph.op('ReduceMean', [of, graph.integers([1])], { keepdims: 1 })
  if (settings.aggregation === 'mean') return predictionOf(mean(predictions))
  const { length } = members
  const [sorted] = graph.ops('TopK', 2, [predictions, graph.integers([length])], { axis: 1, largest: 0, sorted: 1 })
  const middle = length % 2 === 1 ? [length >>> 1] : [length / 2 - 1, length / 2]
  return predictionOf(mean(graph.op('Gather', [sorted as string, graph.integers(middle)], { axis: 1 })))
}

/** The trees' probabilities, each weighed by how often its tree was right. */
export const convertAdaptiveRandomForestClassifier: ConvertModel<AdaptiveRandomForestClassifier> = (
  model,
  wire,
  { graph },
) => {
  checkClasses(model)
  const { members } = model.toJSON().state as Members<ClassTreeState>
  const settings = model.options as unknown as ClassTreeForm
  const votes = members.map(({ tree, score }) =>
    graph.op('Mul', [
      classTree(graph, wire, tree, settings, model.classes.length),
      graph.number(score > 0 ? score : 1),
    ]),
  )
  const sum = votes.reduce((left, right) => graph.op('Add', [left, right]))
  const all = graph.op('ReduceSum', [sum, graph.integers([1])], { keepdims: 1 })
  return classified(graph, model, graph.op('Div', [sum, all]))
}

/** A tree in which nothing is being replaced just now is a Hoeffding tree. */
export const convertHoeffdingAdaptiveTreeRegressor: ConvertModel<HoeffdingAdaptiveTreeRegressor> = (
  model,
  wire,
  { graph },
) => {
  const { tree } = model.toJSON().state as { readonly tree: ValueTreeState & AdaptiveTreeState<unknown> }
  checkSettled(model.type, tree)
  return predictionOf(valueTree(graph, wire, tree, model.options as unknown as ValueLeafSettings))
}

export const convertHoeffdingAdaptiveTreeClassifier: ConvertModel<HoeffdingAdaptiveTreeClassifier> = (
  model,
  wire,
  { graph },
) => {
  checkClasses(model)
  const { tree } = model.toJSON().state as { readonly tree: ClassTreeState & AdaptiveTreeState<unknown> }
  checkSettled(model.type, tree)
  const settings = model.options as unknown as ClassTreeForm
  return classified(graph, model, classTree(graph, wire, tree, settings, model.classes.length))
}

function checkSettled(type: string, { shape, alternates }: AdaptiveTreeState<unknown>): void {
  const waiting = [shape.root]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if ((shape.feature[node] as number) < 0) continue
    if ((alternates[node] ?? -1) >= 0) {
      throw cannotConvert(
        type,
        'another branch is just growing beside one of its own, and both answer until one is chosen',
      )
    }
    waiting.push(shape.left[node] as number, shape.right[node] as number)
  }
}
