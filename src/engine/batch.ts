/**
 * Records that travel together, in order. Timestamps and watermarks stand beside the records, not around them.
 *
 * Watermarks are exact to the record although records move in batches: `watermarks[i]` is the watermark in force just
 * before record `i`. So what is late, and when a window fires, depends on the records alone and never on how they
 * happened to be cut into batches.
 */
export interface Batch<T> {
  readonly values: readonly T[]
  /** Event time of each record, epoch milliseconds; undefined when the stream has no event time. */
  readonly timestamps: Float64Array | undefined
  /** Never falls; undefined when the watermark does not change within the batch. */
  readonly watermarks: Float64Array | undefined
}

/** Before the first watermark. */
export const NO_WATERMARK = Number.NEGATIVE_INFINITY
/** After the last record: everything that waits for event time fires. */
export const MAX_WATERMARK = Number.POSITIVE_INFINITY
