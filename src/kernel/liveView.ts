import type { Job } from '../engine/job.ts'
import type { LivePatch, LiveState, OutputId, StreamStatus } from '../protocol/live.ts'
import type { MimeBundle } from '../protocol/messages.ts'
import type { LiveAnswer, LiveQuestion } from '../protocol/questions.ts'

/**
 * The kernel's side of one live output: takes records as a sink of the job, keeps a bounded state, and gives whoever
 * looks either the whole or what changed. Knows nothing of channels, cells or clocks.
 */
export interface LiveView<T = unknown> {
  readonly outputId: OutputId
  /** Records in order; `timestamps` has one entry a value, or is undefined without event time. */
  append(values: readonly T[], timestamps: Float64Array | undefined): void
  setStatus(status: StreamStatus): void
  /** The whole, as a newly attached renderer needs it. */
  state(): LiveState
  /** What changed since the last call; undefined when nothing did. Calling it is what bounds the memory of a patch. */
  takePatch(): LivePatch | undefined
  /** Answers what an output on screen asks; views that are only looked at have none. */
  answer?(question: LiveQuestion): LiveAnswer | Promise<LiveAnswer>
  /** The job of its cell has been submitted. */
  follow?(job: Job): void
  /** True for what shows more than its cell's own job: it stays alive when the cell has ended. */
  readonly outlivesCell?: boolean
  /** Nobody will ask it again. */
  dispose?(): void
  /** What is saved in the notebook: our live MIME type and standard ones beside it. */
  mimeBundle(): MimeBundle
}
