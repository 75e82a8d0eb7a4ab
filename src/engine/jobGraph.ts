import type { JobId, JobState, OperatorMetrics } from './job.ts'

/** Flink's words for how much of its time an operator is held back: up to 0.10, up to 0.5, above. */
export type BackpressureLevel = 'ok' | 'low' | 'high'

export function backpressureLevel(share: number): BackpressureLevel {
  return share <= 0.1 ? 'ok' : share <= 0.5 ? 'low' : 'high'
}

/** An operator of a running job. Rates and shares speak of the time since the last look, a second or more ago. */
export interface GraphNode extends OperatorMetrics {
  readonly kind: 'source' | 'operator' | 'sink'
  readonly inPerSecond: number
  readonly outPerSecond: number
  /** Shares of time, 0 to 1; together at most 1. */
  readonly busyShare: number
  readonly backpressuredShare: number
  readonly idleShare: number
  readonly backpressure: BackpressureLevel
  /** Keys, windows or buffered records it remembers; undefined where it has no state. */
  readonly stateEntries?: number | undefined
  /** Milliseconds that the watermark is behind processing time; undefined while there is none. */
  readonly watermarkLagMs: number | undefined
  /** Whether this is what holds the others back. */
  readonly bottleneck: boolean
}

export interface GraphEdge {
  readonly from: string
  readonly to: string
  /** Where it carries a side output: the tag's id. */
  readonly side?: string | undefined
}

/** A running dataflow as it is seen from outside. Plain data. */
export interface JobGraph {
  readonly id: JobId
  readonly state: JobState
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

/** What has been counted at one moment. */
export interface GraphCounts {
  /** Milliseconds of the monotonic clock. */
  readonly at: number
  readonly operators: readonly (OperatorMetrics &
    Pick<GraphNode, 'kind' | 'stateEntries'> & { readonly blockingMs?: number })[]
  readonly edges: readonly GraphEdge[]
}

/** A busy operator from this share of time on is what a job waits for. */
const BOTTLENECK_SHARE = 0.5

/** The graph between two counts. Pure. */
export function graphBetween(
  before: GraphCounts | undefined,
  now: GraphCounts,
  job: { readonly id: JobId; readonly state: JobState; readonly processingTime: number },
): JobGraph {
  const elapsedMs = Math.max(1e-3, now.at - (before?.at ?? 0))
  const earlier = new Map(before?.operators.map(operator => [operator.id, operator]))
  const share = (ms: number) => Math.min(1, Math.max(0, ms / elapsedMs))
  const nodes = now.operators.map(({ blockingMs: _, ...operator }): GraphNode => {
    const old = earlier.get(operator.id)
    const busyShare = share(operator.busyMs - (old?.busyMs ?? 0))
    const backpressuredShare = Math.min(1 - busyShare, share(operator.backpressuredMs - (old?.backpressuredMs ?? 0)))
    return {
      ...operator,
      inPerSecond: ((operator.recordsIn - (old?.recordsIn ?? 0)) / elapsedMs) * 1_000,
      outPerSecond: ((operator.recordsOut - (old?.recordsOut ?? 0)) / elapsedMs) * 1_000,
      busyShare,
      backpressuredShare,
      idleShare: 1 - busyShare - backpressuredShare,
      backpressure: backpressureLevel(backpressuredShare),
      watermarkLagMs: Number.isFinite(operator.watermark) ? job.processingTime - operator.watermark : undefined,
      bottleneck: false,
    }
  })
  const blocking = now.operators
    .map(({ id, blockingMs = 0 }) => ({ id, share: share(blockingMs - (earlier.get(id)?.blockingMs ?? 0)) }))
    .sort((a, b) => b.share - a.share)[0]
  const culprit = blocking && blocking.share > 0.1 ? blocking.id : bottleneckOf(nodes, now.edges)
  return {
    id: job.id,
    state: job.state,
    nodes: nodes.map(node => (node.id === culprit ? { ...node, bottleneck: true } : node)),
    edges: now.edges,
  }
}

/**
 * Where nothing was seen to have no room, the operator that holds the others back: one that is not itself held back and has a backpressured upstream, the
 * slowest such; or, where the thread is the limit, the busiest.
 */
function bottleneckOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): string | undefined {
  const byId = new Map(nodes.map(node => [node.id, node]))
  const pressure = (node: GraphNode) =>
    Math.max(0, ...edges.filter(edge => edge.to === node.id).map(edge => byId.get(edge.from)?.backpressuredShare ?? 0))
  const blocking = nodes
    .filter(node => node.backpressuredShare <= 0.1 && pressure(node) > 0.1)
    .sort((a, b) => pressure(b) - pressure(a))[0]
  const busiest = [...nodes].sort((a, b) => b.busyShare - a.busyShare)[0]
  return blocking?.id ?? (busiest && busiest.busyShare > BOTTLENECK_SHARE ? busiest.id : undefined)
}
