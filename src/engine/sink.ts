import type { Clock } from '../base/clock.ts'

export interface SinkContext {
  readonly clock: Clock
  readonly signal: AbortSignal
  status(text: string | undefined): void
}

/** What {@link SinkWriter.prepareCommit} made durable but not yet visible; plain data, so that it can stand in a checkpoint. */
export type Committable = unknown

/**
 * Writes records. Life: `write`… then at each checkpoint `prepareCommit` → (the checkpoint is made durable) → `commit`;
 * when the job ends well or is stopped, once more, then `close`. When it fails, `abort`, then `close`.
 */
export interface SinkWriter<T> {
  /**
   * Takes records in order. A returned promise is backpressure: the job reads no further until it resolves.
   * `timestamps` has one entry a value, or is undefined when the stream has no event time.
   */
  write(values: readonly T[], timestamps: Float64Array | undefined): void | Promise<void>
  /**
   * Flushes everything written so far. A two-phase sink returns what `commit` will make visible; a sink that is
   * at-least-once has made it visible when this resolves and returns undefined. `last` is true when no more will be written.
   */
  prepareCommit(last: boolean): Promise<Committable | undefined>
  /** Makes a prepared part visible. Called again after a failure with the same committable, it changes nothing. */
  commit(committable: Committable): Promise<void>
  /** Discards whatever is not committed. */
  abort(): Promise<void>
  close(): Promise<void>
}

/** Where records go. A value: describing one starts nothing. */
export interface Sink<T> {
  readonly kind: string
  /** For people: `kafka predictions`. No secrets. */
  readonly description: string
  /** How often the engine should commit when the user has not enabled checkpoints; undefined: only at the end. */
  readonly commitIntervalMs?: number
  /** `restored` are committables of the checkpoint this job starts from, to be committed (again) first. */
  open(context: SinkContext, restored?: readonly Committable[]): Promise<SinkWriter<T>>
}
