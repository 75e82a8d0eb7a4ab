import type { Clock } from '../base/clock.ts'

/** Whether a source ends by itself. */
export type Boundedness = 'bounded' | 'unbounded'

/** A record that could not be decoded: kept with where it came from and why. */
export interface DeadLetter {
  /** Where it stood: a file and line, a topic, partition and offset, a WebSocket address. */
  readonly origin: string
  /** Why it could not be decoded, naming the column and the value. */
  readonly reason: string
  /** The record as it came, cut to 4,096 characters; bytes that are no text are shown in base64. */
  readonly raw: string
  /** Epoch milliseconds of processing time. */
  readonly at: number
}

/**
 * Records of one split, in its order. `values` belongs to the engine once it has been handed over.
 *
 * A split is what has an order and a position of its own: a Kafka partition, a file. Watermarks are kept per split.
 */
export interface SourceBatch<T> {
  readonly split: string
  readonly values: T[]
  /** Timestamps the transport itself carries (Kafka's record time), epoch milliseconds, one a value. */
  readonly timestamps?: Float64Array
}

/** What a source is given when a job opens it. */
export interface SourceContext {
  readonly clock: Clock
  /** What {@link SourceReader.position} returned at the checkpoint this job starts from; undefined for a fresh start. */
  readonly restoredPosition: unknown
  /** Fires when the job ends for whatever reason; whatever waits should give up. */
  readonly signal: AbortSignal
  /** Keeps a record that could not be decoded (`onMalformed: 'dead-letter'`, the default). */
  deadLetter(letter: DeadLetter): void
  /**
   * Announces a split before its first record: until it delivers, is idle or finishes, it holds the watermark back,
   * as an assigned Kafka partition does in Flink.
   */
  splitAdded(split: string): void
  /** A split that will deliver no more: it holds nothing back any longer. */
  splitFinished(split: string): void
  /** Says on the cell what happens to the connection: 'reconnecting in 4 s (ECONNREFUSED)'. Undefined clears it. */
  status(text: string | undefined): void
}

/**
 * Reads records on demand (Flink's FLIP-27 reader). The engine polls only when downstream has room, so a reader that
 * fetches ahead bounds its own buffer and pauses its socket when that is full.
 */
export interface SourceReader<T> {
  /** At most `maxRecords` of one split; undefined when there is nothing at the moment. Never waits. Throws what failed. */
  poll(maxRecords: number): SourceBatch<T> | undefined
  /** Resolves when `poll` may deliver, `finished` may have become true, or the reader has failed (the next poll throws). */
  available(): Promise<void>
  /** True once everything has been polled. Never for an unbounded source. */
  readonly finished: boolean
  /** Plain data from which a new reader continues after the last polled record. */
  position(): unknown
  /** The checkpoint that holds `position` is durable: offsets may be committed outside. */
  checkpointCompleted?(position: unknown): Promise<void>
  close(): Promise<void>
}

/** Where records come from. A value: describing one starts nothing; its options were checked when it was made. */
export interface Source<T> {
  /** 'file', 'kafka', 'webSocket', 'dataGen', 'collection', or a connector's own word. */
  readonly kind: string
  /** For people: `file data/purchases.csv`. No secrets. */
  readonly description: string
  readonly boundedness: Boundedness
  /** Opens it; rejects with a FlinknbError that names what is missing or unreachable, and the fix. */
  open(context: SourceContext): Promise<SourceReader<T>>
}
