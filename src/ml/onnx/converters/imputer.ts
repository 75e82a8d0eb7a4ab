import { MISSING } from '../../preprocessing/category.ts'
import type { FilledValue } from '../../preprocessing/filling.ts'
import type { Imputer } from '../../preprocessing/imputer.ts'
import type { ConvertTransformer } from '../conversion.ts'
import type { GraphBuilder } from '../graphBuilder.ts'
import { asDoubles, type Column, columnsWire, numberColumn } from '../wire.ts'

/** Missing is NaN or infinite among numbers, the text `null` among texts. */
export const convertImputer: ConvertTransformer<Imputer> = (imputer, wire, { graph }) => {
  const columns = imputer.filledIn.flatMap((filled, j) => {
    const input = wire.column(j)
    const column = filledColumn(graph, input, filled, imputer.gives === 'numbers')
    if (!imputer.options.indicator) return [column]
    const gap = (): string => (holdsText(input, filled) ? isMissingText(graph, input) : isMissingNumber(graph, input))
    return [column, numberColumn(() => asDoubles(graph, gap()))]
  })
  return columnsWire(graph, columns)
}

function filledColumn(graph: GraphBuilder, input: Column, filled: FilledValue, onlyNumbers: boolean): Column {
  const number = (): string =>
    graph.op('Where', [isMissingNumber(graph, input), graph.number(Number(filled)), input.number()])
  if (onlyNumbers) return numberColumn(number)
  return {
    get holds() {
      return input.holds
    },
    number,
    text: () => graph.op('Where', [isMissingText(graph, input), graph.texts([String(filled)], []), input.text()]),
  }
}

function holdsText(input: Column, filled: FilledValue): boolean {
  return input.holds === 'text' || (input.holds === undefined && typeof filled === 'string')
}

function isMissingNumber(graph: GraphBuilder, input: Column): string {
  return graph.op('Or', [graph.op('IsNaN', [input.number()]), graph.op('IsInf', [input.number()])])
}

function isMissingText(graph: GraphBuilder, input: Column): string {
  return graph.op('Equal', [input.text(), graph.texts([MISSING], [])])
}
