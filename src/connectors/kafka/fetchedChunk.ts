import type { AbortedTransaction, FetchedPartition } from './fetchRequest.ts'
import { type RecordBatch, readBatchHeader } from './recordBatch.ts'

/** The commit and abort marks of a control record: its key's type. */
const ABORT_MARK = 0

/**
 * The answer to one fetch of one partition: hands out its batches in order, without control batches and without those of
 * aborted transactions (as the Java client's `CompletedFetch` under `read_committed`).
 */
export class FetchedChunk {
  /** The offset to ask for after this chunk; -1 when it holds no whole batch. */
  readonly nextFetchOffset: number
  readonly byteLength: number
  readonly bytes: Buffer
  private readonly aborted: AbortedTransaction[]
  private readonly abortedProducers = new Set<bigint>()
  private position = 0

  constructor(fetched: FetchedPartition) {
    this.bytes = fetched.records
    this.byteLength = this.bytes.length
    this.aborted = fetched.aborted.toSorted((a, b) => a.firstOffset - b.firstOffset)
    this.nextFetchOffset = lastOffset(this.bytes) + 1 || -1
  }

  /** The next batch that counts; undefined at the end. */
  nextBatch(): RecordBatch | undefined {
    for (;;) {
      const batch = readBatchHeader(this.bytes, this.position)
      if (!batch) return undefined
      this.position = batch.end
      if (!this.skips(batch)) return batch
    }
  }

  private skips(batch: RecordBatch): boolean {
    while (this.aborted[0] && this.aborted[0].firstOffset <= batch.lastOffset) {
      const { producerId } = this.aborted.shift() as AbortedTransaction
      this.abortedProducers.add(producerId)
    }
    if (batch.control) {
      if (controlType(this.bytes, batch) === ABORT_MARK) this.abortedProducers.delete(batch.producerId)
      return true
    }
    return batch.transactional && this.abortedProducers.has(batch.producerId)
  }
}

/** Of the last whole batch; -1 when there is none. */
function lastOffset(bytes: Buffer): number {
  let last = -1
  let position = 0
  for (;;) {
    const batch = readBatchHeader(bytes, position)
    if (!batch) return last
    last = batch.lastOffset
    position = batch.end
  }
}

/**
 * A control record is one byte each of length, attributes, time delta, offset delta and key length, then the key:
 * a version and the type, two bytes each. All these numbers are so small that they take one byte.
 */
function controlType(bytes: Buffer, batch: RecordBatch): number {
  return bytes.readInt16BE(batch.recordsStart + 7)
}
