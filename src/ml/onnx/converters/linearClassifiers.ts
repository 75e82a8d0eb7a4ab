import type { BinaryClassifier } from '../../gradient/binaryClassifier.ts'
import type { SoftmaxRegression } from '../../gradient/softmaxRegression.ts'
import type { ConvertModel } from '../conversion.ts'
import type { GraphBuilder } from '../graphBuilder.ts'
import { repeated } from '../wire.ts'
import { checkClasses, classified } from './classLabels.ts'
import { linearScores } from './linearRegressors.ts'

/** Two classes and a score, whose sigmoid is the probability of the second; the modified Huber loss has a ramp instead. */
export const convertBinaryClassifier: ConvertModel<BinaryClassifier> = (model, wire, { graph }) => {
  checkClasses(model)
  if (model.classes.length === 1) return classified(graph, model, repeated(graph, wire, [1]))
  const score = linearScores(graph, wire, [model.coefficients], [model.intercept])
  const second = lossOf(model) === 'modifiedHuber' ? ramp(graph, score) : graph.op('Sigmoid', [score])
  const first = graph.op('Sub', [graph.number(1), second])
  return classified(graph, model, graph.op('Concat', [first, second], { axis: 1 }))
}

export const convertSoftmaxRegression: ConvertModel<SoftmaxRegression> = (model, wire, { graph }) => {
  checkClasses(model)
  const scores = linearScores(graph, wire, model.coefficients, model.intercepts)
  return classified(graph, model, graph.op('Softmax', [scores], { axis: 1 }))
}

function lossOf(model: BinaryClassifier): unknown {
  const { loss } = model.toJSON().options
  return loss !== null && typeof loss === 'object' && 'type' in loss ? loss.type : undefined
}

/** (−1 … 1) to (0 … 1). */
function ramp(graph: GraphBuilder, score: string): string {
  const clipped = graph.op('Clip', [score, graph.number(-1), graph.number(1)])
  return graph.op('Div', [graph.op('Add', [clipped, graph.number(1)]), graph.number(2)])
}
