import type { ClassMomentsState } from '../../bayes/classMoments.ts'
import type { GaussianNB } from '../../bayes/gaussianNB.ts'
import type { ConvertModel } from '../conversion.ts'
import { repeated } from '../wire.ts'
import { checkClasses, classified } from './classLabels.ts'

/** The logarithm of a density that is 0 in every arithmetic. */
const NO_DENSITY = -1e6

/** log prior + Σ log(floor + density), class by class and feature by feature: [N, classes, features], summed. */
export const convertGaussianNB: ConvertModel<GaussianNB> = (model, wire, { graph }) => {
  checkClasses(model)
  const { moments } = model.toJSON().state as { readonly moments: readonly ClassMomentsState[] }
  const total = moments.reduce((sum, { weight }) => sum + weight, 0)
  const classes = moments.length
  if (total === 0) {
    return classified(graph, model, repeated(graph, wire, new Array<number>(classes).fill(1 / classes)))
  }
  const table = (of: (state: ClassMomentsState, j: number) => number): string =>
    graph.numbers(
      moments.flatMap(state => state.mean.map((_, j) => of(state, j))),
      [1, classes, wire.width],
    )
  const variance = ({ weight, squares }: ClassMomentsState, j: number): number =>
    weight > 1 ? (squares[j] as number) / (weight - 1) : 0
  const x = graph.op('Unsqueeze', [wire.matrix(), graph.integers([1])])
  const distance = graph.op('Sub', [x, table(({ mean }, j) => mean[j] as number)])
  const squared = graph.op('Mul', [distance, distance])
  const exponent = graph.op('Div', [squared, table((state, j) => 2 * variance(state, j) || 1)])
  const height = table((state, j) => {
    const spread = variance(state, j)
    return spread > 0 ? -(Math.log(2 * Math.PI) + Math.log(spread)) / 2 : NO_DENSITY
  })
  const density = graph.op('Exp', [graph.op('Sub', [height, exponent])])
  const floored = graph.op('Log', [graph.op('Add', [density, graph.number(model.options.densityFloor)])])
  const summed = graph.op('ReduceSum', [floored, graph.integers([2])], { keepdims: 0 })
  // A class without weight is impossible, whatever its densities.
  const priors = moments.map(({ weight }) => (weight > 0 ? Math.log(weight / total) : Number.NEGATIVE_INFINITY))
  const logs = graph.op('Add', [summed, graph.numbers(priors, [1, classes])])
  return classified(graph, model, graph.op('Softmax', [logs], { axis: 1 }))
}
