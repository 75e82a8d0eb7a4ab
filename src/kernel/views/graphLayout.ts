import { Graph, layout } from '@dagrejs/dagre'
import type { GraphEdge } from '../../engine/jobGraph.ts'
import type { GraphPoint } from '../../protocol/graph.ts'

/** Size of an operator's box in CSS pixels: four lines of text and a bar. */
export const BOX = { width: 184, height: 104 } as const
const LABEL = { width: 64, height: 18 } as const
const MARGIN = 12

/** Where everything of a graph stands, in CSS pixels. */
export interface GraphLayout {
  readonly width: number
  readonly height: number
  /** Centres of the boxes by operator id. */
  readonly boxes: ReadonlyMap<string, GraphPoint>
  /** One an edge, in the given order. */
  readonly arrows: readonly { readonly points: readonly GraphPoint[]; readonly label: GraphPoint }[]
}

/** Places operators from left to right in the order of the flow. About 0.5 ms for ten of them, 60 ms for eighty. */
export function layoutGraph(ids: readonly string[], edges: readonly GraphEdge[]): GraphLayout {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 22, ranksep: 22, edgesep: 20, marginx: MARGIN, marginy: MARGIN })
  for (const id of ids) graph.setNode(id, { ...BOX })
  // A stream joined with itself has two edges between the same operators.
  edges.forEach(({ from, to }, index) => {
    graph.setEdge(from, to, { ...LABEL, labelpos: 'c' }, String(index))
  })
  layout(graph)
  const { width = 0, height = 0 } = graph.graph()
  return {
    width,
    height,
    boxes: new Map(ids.map(id => [id, point(graph.node(id))])),
    arrows: edges.map(({ from, to }, index) => {
      const edge = graph.edge(from, to, String(index))
      return { points: (edge.points ?? []).map(point), label: point(edge) }
    }),
  }
}

function point({ x = 0, y = 0 }: { readonly x?: number | undefined; readonly y?: number | undefined }): GraphPoint {
  return { x: Math.round(x), y: Math.round(y) }
}
