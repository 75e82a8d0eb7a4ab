import type { TappedRecord } from './edgeTap.ts'
import type { JobGraph } from './jobGraph.ts'
import type { Boundedness, DeadLetter } from './source.ts'

export type JobId = string & { readonly __brand: 'JobId' }

/** `stopped`: ended on request, everything written so far committed. `failed`: nothing uncommitted is visible. */
export type JobState = 'starting' | 'running' | 'finished' | 'stopped' | 'failed'

export interface OperatorMetrics {
  /** Stable within the graph. */
  readonly id: string
  readonly name: string
  readonly recordsIn: number
  readonly recordsOut: number
  /** Milliseconds spent in this operator itself. */
  readonly busyMs: number
  /** Milliseconds it waited for what is downstream of it. */
  readonly backpressuredMs: number
  /** Epoch milliseconds; -Infinity before the first. */
  readonly watermark: number
  readonly lateRecords: number
}

export interface JobMetrics {
  /** Records read by all sources. */
  readonly recordsIn: number
  /** Minimum over the sources that are not idle; -Infinity before the first. */
  readonly watermark: number
  readonly lateRecords: number
  readonly malformedRecords: number
  /** What a source or sink says about its connection, if anything. */
  readonly note: string | undefined
  readonly operators: readonly OperatorMetrics[]
  /** How often the job started again after a failure. */
  readonly restarts: number
  readonly checkpoints: { readonly completed: number; readonly lastDurationMs: number }
}

/** An edge that is being watched. */
export interface Sampling {
  /** Oldest first. */
  records(): TappedRecord[]
  close(): void
}

/** A running dataflow. */
export interface Job {
  readonly id: JobId
  readonly boundedness: Boundedness
  readonly state: JobState
  /** Why it failed. */
  readonly error: unknown
  metrics(): JobMetrics
  /** The newest records that could not be decoded since it last started, 50 a source, oldest first. */
  deadLetters(): DeadLetter[]
  /** Its operators with rates, busy and backpressured shares since a look a second or more ago, and what holds it up. */
  graph(): JobGraph
  /**
   * Watches what an operator (by its id in the graph) sends on: the newest `capacity` records, until closed. Costs nothing
   * while nobody watches.
   *
   * @param side the tag's id of a side output that the job reads; the main output without it
   * @throws FlinknbError `INVALID_OPTION` for an unknown operator or side output
   */
  sample(nodeId: string, capacity?: number, side?: string): Sampling
  /** Resolves when every source and sink is open, or the job has ended. Never rejects. */
  readonly started: Promise<void>
  /** Resolves when the job has ended, in whatever way, and has closed everything. Never rejects: see `state` and `error`. */
  readonly done: Promise<void>
  /**
   * Takes a checkpoint now and gives its id.
   *
   * @throws FlinknbError `INVALID_STATE` when checkpoints are not enabled or the job does not run
   */
  checkpoint(): Promise<number>
  /** Ends it as Flink's stop-with-savepoint does: sources stop, what was read is processed, sinks commit; open windows do not fire. */
  stop(): Promise<void>
  /** Ends it at once; what is not committed is discarded. */
  cancel(): Promise<void>
}
