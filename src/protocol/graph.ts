import type { StreamStatus } from './live.ts'

/** The running dataflow as it is drawn: jobs side by side, each a graph with places. Small: a patch is the whole. */
export interface GraphState {
  readonly kind: 'graph'
  readonly jobs: readonly GraphJob[]
  readonly status: StreamStatus
}

/** One job's dataflow. Lengths are CSS pixels of a picture `width` wide and `height` high. */
export interface GraphJob {
  readonly id: string
  readonly state: 'starting' | 'running' | 'finished' | 'stopped' | 'failed'
  readonly restarts: number
  readonly width: number
  readonly height: number
  /** In the order of the flow. */
  readonly operators: readonly GraphOperator[]
  readonly arrows: readonly GraphArrow[]
  /** Operators beyond those that are drawn. */
  readonly leftOut: number
}

/** An operator as a box around (`x`, `y`). Rates and shares speak of about the last second. */
export interface GraphOperator {
  /** Unique within the job. */
  readonly id: string
  readonly name: string
  readonly kind: 'source' | 'operator' | 'sink'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly recordsIn: number
  readonly recordsOut: number
  readonly inPerSecond: number
  readonly outPerSecond: number
  /** Shares of time, 0 to 1. */
  readonly busy: number
  readonly backpressured: number
  /** Flink's words for the backpressured share. */
  readonly backpressure: 'ok' | 'low' | 'high'
  /** Epoch milliseconds; null while there is none. */
  readonly watermark: number | null
  readonly watermarkLagMs: number | null
  readonly late: number
  /** Keys, windows or buffered records it remembers; null where it has no state. */
  readonly stateEntries: number | null
  /** It holds the others back. */
  readonly bottleneck: boolean
}

export interface GraphArrow {
  readonly from: string
  readonly to: string
  /** The tag's id, where it carries a side output. */
  readonly side?: string | undefined
  /** Records that went along it; null where nothing counts them apart. */
  readonly records: number | null
  readonly perSecond: number | null
  /** From box to box. */
  readonly points: readonly GraphPoint[]
  /** Where its rate is written: the middle. */
  readonly label: GraphPoint
}

export interface GraphPoint {
  readonly x: number
  readonly y: number
}
