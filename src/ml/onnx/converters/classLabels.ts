import { FlinknbError } from '../../../base/errors.ts'
import type { Classifier, ClassLabel } from '../../estimator/classifier.ts'
import type { Outputs } from '../conversion.ts'
import type { GraphBuilder } from '../graphBuilder.ts'
import type { OnnxType } from '../onnxGraph.ts'

/** The outputs of a classifier: the likeliest class, the first of equals, and the probabilities of all. */
export function classified(graph: GraphBuilder, { classes }: Classifier, probabilities: string): Outputs {
  const place = graph.op('ArgMax', [probabilities], { axis: 1, keepdims: 0 })
  const { type, name } = labelTable(graph, classes)
  graph.metadata.classes = JSON.stringify(classes)
  return {
    label: { value: graph.op('Gather', [name, place], { axis: 0 }), type, sizes: [] },
    probabilities: { value: probabilities, type: 'float64', sizes: [classes.length] },
  }
}

/** @throws FlinknbError `INVALID_STATE` when no class is known */
export function checkClasses({ type, classes }: Classifier): void {
  if (classes.length > 0) return
  throw new FlinknbError('INVALID_STATE', `ml.toOnnx: ${type} knows no class yet.`, { fix: 'Let it learn first.' })
}

/** Whole numbers stay whole numbers and numbers numbers; anything else is text. */
function labelTable(graph: GraphBuilder, classes: readonly ClassLabel[]): { type: OnnxType; name: string } {
  if (classes.every(label => Number.isSafeInteger(label))) {
    return { type: 'int64', name: graph.integers(classes as number[]) }
  }
  if (classes.every(label => typeof label === 'number')) {
    return { type: 'float64', name: graph.numbers(classes) }
  }
  return { type: 'string', name: graph.texts(classes.map(String)) }
}
