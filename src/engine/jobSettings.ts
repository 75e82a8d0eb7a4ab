import type { CheckpointStore, JobSnapshot } from './checkpoint.ts'
import type { Job } from './job.ts'
import type { RestartStrategy } from './restartStrategy.ts'
import type { Channel } from './runtime/channel.ts'
import type { NodeMetrics } from './runtime/nodeMetrics.ts'
import type { Transformation } from './transformation.ts'

/** How a job keeps what it knows. Without any of it a job is as durable as its process. */
export interface JobSettings {
  readonly checkpoints?: {
    readonly store: CheckpointStore
    /** Milliseconds between two checkpoints; undefined: on demand and at the end only. */
    readonly intervalMs?: number
  }
  /** Finds where the job starts from, if not from the beginning. */
  readonly restoreFrom?: () => Promise<JobSnapshot | undefined>
  /** State of the snapshot that nothing in the job takes is an error unless this is true (Flink's option of that name). */
  readonly allowNonRestoredState?: boolean
  /** Is told of the job before it starts. */
  readonly observe?: (job: Job) => void
  /**
   * Is told of every node of each attempt before it starts. What it returns hears what the node sends on, batch by batch;
   * it must not change it, nor keep the array.
   */
  readonly observeNode?: NodeObserver
  /** Default: none. */
  readonly restart?: RestartStrategy
}

/** Of a fused chain the last step's transformation is named. */
export type NodeObserver = (transformation: Transformation, metrics: NodeMetrics) => Channel | undefined
