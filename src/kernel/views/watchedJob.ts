import type { Job } from '../../engine/job.ts'
import type { GraphEdge, GraphNode, JobGraph } from '../../engine/jobGraph.ts'
import type { GraphArrow, GraphJob, GraphOperator } from '../../protocol/graph.ts'
import type { MetricCourse } from '../../protocol/questions.ts'
import { BOX, type GraphLayout, layoutGraph } from './graphLayout.ts'
import { MetricHistory } from './metricHistory.ts'

/** A picture of more operators is no picture any more; those beyond are counted. */
const MAX_OPERATORS = 80

const COURSES: readonly (Pick<MetricCourse, 'name' | 'unit'> & { readonly of: (node: GraphNode) => number | null })[] =
  [
    { name: 'records in', unit: '/s', of: node => node.inPerSecond },
    { name: 'records out', unit: '/s', of: node => node.outPerSecond },
    { name: 'busy', unit: '%', of: node => node.busyShare * 100 },
    { name: 'held back', unit: '%', of: node => node.backpressuredShare * 100 },
    {
      name: 'watermark lag',
      unit: 's',
      of: node => (node.watermarkLagMs === undefined ? null : node.watermarkLagMs / 1000),
    },
    { name: 'state entries', unit: '', of: node => node.stateEntries ?? null },
  ]

/** A job whose graph is looked at now and then: what it shows, and the course of each operator's figures (120 points a figure). */
export class WatchedJob {
  graph: JobGraph
  private readonly courses = new Map<string, readonly MetricHistory[]>()
  private placed: { readonly shape: string; readonly layout: GraphLayout } | undefined

  constructor(readonly job: Job) {
    this.graph = job.graph()
  }

  get live(): boolean {
    return this.job.state === 'starting' || this.job.state === 'running'
  }

  look(): void {
    this.graph = this.job.graph()
    for (const node of this.graph.nodes.slice(0, MAX_OPERATORS)) {
      const courses = this.courses.get(node.id) ?? COURSES.map(() => new MetricHistory(120))
      this.courses.set(node.id, courses)
      for (const [index, { of }] of COURSES.entries()) courses[index]?.add(of(node))
    }
  }

  /** Undefined for an operator that it does not have. Figures that were never defined are left out. */
  history(operator: string): MetricCourse[] | undefined {
    return this.courses
      .get(operator)
      ?.map((course, index) => ({
        name: COURSES[index]?.name ?? '',
        unit: COURSES[index]?.unit ?? '',
        values: course.points(),
      }))
      .filter(({ values }) => values.some(value => value !== null))
  }

  state(): GraphJob {
    const { id, nodes: all } = this.graph
    const nodes = all.slice(0, MAX_OPERATORS)
    const drawn = new Set(nodes.map(node => node.id))
    const edges = this.graph.edges.filter(edge => drawn.has(edge.from) && drawn.has(edge.to))
    const layout = this.layout(nodes, edges)
    return {
      id,
      state: this.job.state,
      restarts: this.job.metrics().restarts,
      width: layout.width,
      height: layout.height,
      operators: nodes.map(node => operator(node, layout)),
      arrows: edges.map(
        (edge, index): GraphArrow => ({ ...edge, ...flow(edge, edges, nodes), ...placeOf(layout, index) }),
      ),
      leftOut: all.length - nodes.length,
    }
  }

  private layout(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): GraphLayout {
    const ids = nodes.map(node => node.id)
    const shape = JSON.stringify([ids, edges])
    if (this.placed?.shape !== shape) this.placed = { shape, layout: layoutGraph(ids, edges) }
    return this.placed.layout
  }
}

function placeOf(layout: GraphLayout, index: number): Pick<GraphArrow, 'points' | 'label'> {
  return layout.arrows[index] ?? { points: [], label: { x: 0, y: 0 } }
}

function operator(node: GraphNode, { boxes }: GraphLayout): GraphOperator {
  const { id, name, kind, recordsIn, recordsOut, inPerSecond, outPerSecond, backpressure, bottleneck } = node
  return {
    id,
    name,
    kind,
    ...(boxes.get(id) ?? { x: 0, y: 0 }),
    ...BOX,
    recordsIn,
    recordsOut,
    inPerSecond,
    outPerSecond,
    busy: node.busyShare,
    backpressured: node.backpressuredShare,
    backpressure,
    watermark: Number.isFinite(node.watermark) && node.watermark < 8.64e15 ? node.watermark : null,
    watermarkLagMs: node.watermarkLagMs ?? null,
    late: node.lateRecords,
    stateEntries: node.stateEntries ?? null,
    bottleneck,
  }
}

/** What goes along an edge: what its end takes in where nothing else leads there, else what its start gives. */
function flow(
  edge: GraphEdge,
  edges: readonly GraphEdge[],
  nodes: readonly GraphNode[],
): Pick<GraphArrow, 'records' | 'perSecond'> {
  const to = nodes.find(node => node.id === edge.to)
  const alone = edges.filter(other => other.to === edge.to).length === 1
  if (to && alone) return { records: to.recordsIn, perSecond: to.inPerSecond }
  const from = nodes.find(node => node.id === edge.from)
  if (!from || edge.side !== undefined) return { records: null, perSecond: null }
  return { records: from.recordsOut, perSecond: from.outPerSecond }
}
