import { FlinknbError } from '../../base/errors.ts'
import type { GraphBuilder } from './graphBuilder.ts'
import type { Column } from './wire.ts'

/** What an input column holds, where it is not told by the step that reads it. */
export type ColumnHolds = 'number' | 'text'

/**
 * A column of the records as an input of its own: of texts where an encoder reads it, else of numbers. A column that nobody
 * reads becomes no input.
 */
export function inputColumn(
  graph: GraphBuilder,
  feature: string,
  told: ColumnHolds | undefined,
  asked: (feature: string, holds: ColumnHolds, input: string) => void,
): Column {
  let holds = told
  let input: string | undefined
  const read = (wanted: ColumnHolds): string => {
    if (holds !== undefined && holds !== wanted) {
      throw new FlinknbError('MODEL', `ml.toOnnx: feature '${feature}' is read as number and as text.`, {
        fix: `Say which it is, such as { columns: { ${JSON.stringify(feature)}: 'number' } }; encoders take numbers too.`,
      })
    }
    holds = wanted
    if (input === undefined) {
      input = graph.input(feature, wanted === 'text' ? 'string' : 'float64', [null, 1])
      asked(feature, wanted, input)
    }
    return input
  }
  return {
    get holds() {
      return holds
    },
    number: () => read('number'),
    text: () => read('text'),
  }
}
