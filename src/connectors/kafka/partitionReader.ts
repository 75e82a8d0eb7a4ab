import { messageOf } from '../../base/errors.ts'
import type { SourceBatch, SourceContext } from '../../engine/source.ts'
import { type OnMalformed, rejectRecord } from '../deadLetters.ts'
import type { Format } from '../format.ts'
import { FetchedChunk } from './fetchedChunk.ts'
import type { FetchedPartition } from './fetchRequest.ts'
import type { KafkaClient } from './kafkaClient.ts'
import type { RecordBatch } from './recordBatch.ts'
import { RecordReader } from './recordReader.ts'

/** Where one partition stands: the next message, how many of its records were delivered already, and where a bounded read ends. */
export interface PartitionPosition {
  readonly offset: number
  readonly skip?: number
  /** The first offset that does not belong to a bounded read any more: 'latest' is the latest of the first start. */
  readonly stop?: number
}

/** What a partition needs of the source it belongs to. */
export interface PartitionSetup<T> {
  readonly client: KafkaClient
  readonly format: Format<T>
  readonly onMalformed: OnMalformed
  readonly context: SourceContext
}

/** No more is fetched for a partition that holds this much: bounds its buffer at one fetch more. */
const ENOUGH_BYTES = 1024 * 1024

/**
 * One partition: fetched chunks in, decoded records out, in offset order. Records are decoded when they are polled, so
 * the position is exact to the record, and what waits here is bytes: at most {@link ENOUGH_BYTES} and one fetch more.
 */
export class PartitionReader<T> {
  readonly split: string
  /** The broker that leads it; -1 while there is none. */
  leader = -1
  /** The offset to ask the broker for. */
  fetchOffset: number
  /** Bytes fetched and not yet read to their end. */
  bufferedBytes = 0
  private nextOffset: number
  private skip: number
  private readonly chunks: FetchedChunk[] = []
  private batch: RecordBatch | undefined
  private records: RecordReader | undefined
  /** Records of a message that gave several, of which some did not fit in the last poll. */
  private rest: { readonly values: T[]; readonly timestamp: number; next: number } | undefined

  readonly stopOffset: number | undefined

  constructor(
    private readonly setup: PartitionSetup<T>,
    readonly topic: string,
    readonly partition: number,
    start: PartitionPosition,
  ) {
    this.split = `${topic}-${partition}`
    this.fetchOffset = start.offset
    this.nextOffset = start.offset
    this.skip = start.skip ?? 0
    this.stopOffset = start.stop
  }

  get position(): PartitionPosition {
    const skip = this.rest?.next ?? this.skip
    return {
      offset: this.nextOffset,
      ...(skip > 0 ? { skip } : {}),
      ...(this.stopOffset === undefined ? {} : { stop: this.stopOffset }),
    }
  }

  /** Everything of a bounded read was delivered. */
  get finished(): boolean {
    return this.stopOffset !== undefined && this.nextOffset >= this.stopOffset && !this.rest
  }

  /** Whether the broker should be asked for more, now or later. */
  get wantsMore(): boolean {
    return this.stopOffset === undefined || this.fetchOffset < this.stopOffset
  }

  /** Whether there is room for it now. */
  get hasRoom(): boolean {
    return this.bufferedBytes < ENOUGH_BYTES
  }

  accept(fetched: FetchedPartition): void {
    const chunk = new FetchedChunk(fetched)
    if (chunk.nextFetchOffset <= this.fetchOffset) return
    this.fetchOffset = chunk.nextFetchOffset
    this.chunks.push(chunk)
    this.bufferedBytes += chunk.byteLength
  }

  /** Goes on at `offset` where what lies before does not exist any more; says what is missing. */
  skipTo(offset: number, reason: string): void {
    rejectRecord(this.setup.context, 'dead-letter', {
      origin: `kafka ${this.split}@${this.fetchOffset}`,
      reason: `offsets ${this.fetchOffset} to ${offset - 1} were skipped: ${reason}`,
      raw: '',
    })
    this.fetchOffset = offset
    if (this.chunks.length === 0) this.nextOffset = offset
  }

  /** At most `maxRecords`; undefined when none are here. @throws FlinknbError `MALFORMED_RECORD` under `onMalformed: 'fail'` */
  read(maxRecords: number): SourceBatch<T> | undefined {
    const values: T[] = []
    const timestamps = new Float64Array(maxRecords)
    while (values.length < maxRecords && !this.finished) {
      if (this.rest) this.takeRest(values, timestamps)
      else if (this.advance()) this.takeMessage(values, timestamps)
      else break
    }
    if (this.finished) this.forget()
    if (values.length === 0) return undefined
    return { split: this.split, values, timestamps: timestamps.subarray(0, values.length) }
  }

  /** What was fetched beyond the end of a bounded read makes room for others. */
  private forget(): void {
    this.chunks.length = 0
    this.bufferedBytes = 0
    this.records = undefined
    this.batch = undefined
  }

  /** Moves `records` to the next message to deliver; false when all that was fetched has been read. */
  private advance(): boolean {
    for (;;) {
      try {
        while (this.records?.next()) if (this.records.offset >= this.nextOffset) return true
      } catch (error) {
        this.skipDamaged(error)
      }
      if (!this.openNextBatch()) return false
    }
  }

  private openNextBatch(): boolean {
    if (this.batch) this.passed(this.batch.lastOffset + 1)
    this.records = undefined
    this.batch = undefined
    for (;;) {
      const chunk = this.chunks[0]
      if (!chunk) return false
      this.batch = chunk.nextBatch()
      if (this.batch) break
      this.chunks.shift()
      this.bufferedBytes -= chunk.byteLength
      this.passed(chunk.nextFetchOffset)
    }
    try {
      this.records = RecordReader.open(this.setup.client, this.chunks[0]?.bytes ?? Buffer.alloc(0), this.batch)
    } catch (error) {
      this.skipDamaged(error)
    }
    return true
  }

  /** Everything before `offset` has been delivered or does not count (control batches, aborted transactions). */
  private passed(offset: number): void {
    if (offset <= this.nextOffset) return
    this.nextOffset = offset
    this.skip = 0
  }

  private takeMessage(values: T[], timestamps: Float64Array): void {
    const { offset, timestamp, value } = this.records as RecordReader
    if (this.stopOffset !== undefined && offset >= this.stopOffset) {
      this.passed(offset)
      return
    }
    if (offset > this.nextOffset) this.skip = 0
    this.nextOffset = offset
    const decoded = this.decode(offset, value)
    if (decoded.length === 1 && this.skip === 0) {
      timestamps[values.length] = timestamp
      values.push(decoded[0] as T)
      this.nextOffset = offset + 1
    } else {
      this.rest = { values: decoded, timestamp, next: this.skip }
      this.skip = 0
      this.takeRest(values, timestamps)
    }
  }

  private takeRest(values: T[], timestamps: Float64Array): void {
    const rest = this.rest
    if (!rest) return
    while (rest.next < rest.values.length && values.length < timestamps.length) {
      timestamps[values.length] = rest.timestamp
      values.push(rest.values[rest.next++] as T)
    }
    if (rest.next < rest.values.length) return
    this.rest = undefined
    this.nextOffset++
  }

  private decode(offset: number, value: Buffer | null): T[] {
    if (value === null) return this.malformed(offset, 'the message has no value (a tombstone)', undefined)
    try {
      return this.setup.format.decodeMessage(value)
    } catch (error) {
      return this.malformed(offset, messageOf(error), value)
    }
  }

  private malformed(offset: number, reason: string, value: Buffer | undefined): T[] {
    const origin = `kafka ${this.split}@${offset}`
    rejectRecord(this.setup.context, this.setup.onMalformed, { origin, reason, raw: value ?? '' })
    return []
  }

  /** A batch whose bytes cannot be read does not stall the partition: it is reported as a whole, and passed. */
  private skipDamaged(error: unknown): void {
    const batch = this.batch as RecordBatch
    const reason = `the batch up to offset ${batch.lastOffset} cannot be read: ${messageOf(error)}`
    this.malformed(Math.max(this.nextOffset, batch.baseOffset), reason, undefined)
    this.records = undefined
  }
}
