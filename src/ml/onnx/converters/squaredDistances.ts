import type { GraphBuilder } from '../graphBuilder.ts'
import type { Wire } from '../wire.ts'

/** Squared Euclidean distances of each record to each of these points: [N, points]. */
export function squaredDistances(graph: GraphBuilder, wire: Wire, points: readonly (readonly number[])[]): string {
  const x = graph.op('Unsqueeze', [wire.matrix(), graph.integers([1])])
  const away = graph.op('Sub', [x, graph.numbers(points.flat(), [1, points.length, wire.width])])
  return graph.op('ReduceSum', [graph.op('Mul', [away, away]), graph.integers([2])], { keepdims: 0 })
}
