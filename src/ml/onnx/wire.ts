import { FlinknbError } from '../../base/errors.ts'
import { DOUBLE, type GraphBuilder } from './graphBuilder.ts'

/** One column on its way through the graph, [N, 1]; asked for as what its reader needs. */
export interface Column {
  /** What it holds; undefined while nobody has asked. */
  readonly holds: 'number' | 'text' | undefined
  /** Its name as doubles. */
  number(): string
  /** Its name as texts. */
  text(): string
}

/** The features between two steps: a matrix of doubles [N, width], or columns of numbers and texts. */
export interface Wire {
  readonly width: number
  /** Whether columns come one by one; of a matrix each has to be cut out. */
  readonly isColumns: boolean
  /** The name of all features as doubles [N, width]. */
  matrix(): string
  column(j: number): Column
}

/** A matrix that a node has made. */
export function matrixWire(graph: GraphBuilder, name: string, width: number): Wire {
  return {
    width,
    isColumns: false,
    matrix: () => name,
    column: j => {
      let gathered: string | undefined
      return numberColumn(() => {
        gathered ??= graph.op('Gather', [name, graph.integers([j])], { axis: 1 })
        return gathered
      })
    },
  }
}

/** Columns side by side; put together when a matrix is needed. */
export function columnsWire(graph: GraphBuilder, columns: readonly Column[]): Wire {
  let matrix: string | undefined
  return {
    width: columns.length,
    isColumns: true,
    matrix: () => {
      matrix ??= concatenated(
        graph,
        columns.map(column => column.number()),
      )
      return matrix
    },
    column: j => columns[j] as Column,
  }
}

/** A column of numbers under a name. */
export function numberColumn(name: () => string): Column {
  return {
    holds: 'number',
    number: name,
    text: () => {
      throw new FlinknbError('MODEL', 'ml.toOnnx: a column of numbers is read as text.')
    },
  }
}

/** Pieces [N, k] as one matrix. */
export function concatenated(graph: GraphBuilder, pieces: readonly string[]): string {
  return pieces.length === 1 ? (pieces[0] as string) : graph.op('Concat', pieces, { axis: 1 })
}

/** All columns of a matrix, in another order. */
export function reordered(graph: GraphBuilder, matrix: string, places: readonly number[]): string {
  const isIdentity = places.every((place, j) => place === j)
  return isIdentity ? matrix : graph.op('Gather', [matrix, graph.integers(places)], { axis: 1 })
}

/** The column of a value that is the same for every record: [N, 1], or [N, k] for several. */
export function repeated(graph: GraphBuilder, wire: Wire, values: readonly number[]): string {
  const zeros = graph.numbers(new Float64Array(wire.width * values.length), [wire.width, values.length])
  return graph.op('Add', [graph.op('MatMul', [wire.matrix(), zeros]), graph.numbers(values, [1, values.length])])
}

/** True and false as 1 and 0. */
export function asDoubles(graph: GraphBuilder, booleans: string): string {
  return graph.op('Cast', [booleans], { to: DOUBLE })
}
