import type { KafkaClient } from './kafkaClient.ts'
import { BATCH_HEADER_BYTES, CHECKSUMMED_FROM, type RecordBatch } from './recordBatch.ts'
import { VarintReader } from './varint.ts'

/**
 * Walks the records of one batch. After `next()` returned true, `offset`, `timestamp` and `value` are the record's; they
 * change with the next call, so that a record costs no object.
 */
export class RecordReader {
  offset = -1
  timestamp = -1
  /** A view into the batch's bytes; null for a tombstone. */
  value: Buffer | null = null
  private remaining: number

  private constructor(
    private readonly batch: RecordBatch,
    private readonly numbers: VarintReader,
  ) {
    this.remaining = batch.recordCount
  }

  /** @throws Error when the checksum does not fit, or the compression is unknown or broken */
  static open(client: KafkaClient, bytes: Buffer, batch: RecordBatch): RecordReader {
    const start = batch.recordsStart - BATCH_HEADER_BYTES
    if (batch.magic !== 2) throw new Error(`record format ${batch.magic}, older than Kafka 0.11`)
    const checksum = client.crc32c(bytes.subarray(start + CHECKSUMMED_FROM, batch.end))
    if (checksum >>> 0 !== batch.crc)
      throw new Error(`checksum ${checksum >>> 0} instead of ${batch.crc}: the bytes were damaged`)
    if (batch.compression === 0)
      return new RecordReader(batch, new VarintReader(bytes.subarray(0, batch.end), batch.recordsStart))
    const algorithm = client.compressionsAlgorithmsByBitmask[batch.compression]
    if (!algorithm) throw new Error(`unknown compression ${batch.compression}`)
    const records = algorithm.decompressSync(bytes.subarray(batch.recordsStart, batch.end))
    return new RecordReader(batch, new VarintReader(records, 0))
  }

  /** @throws RangeError when the record is cut off */
  next(): boolean {
    if (this.remaining === 0) return false
    this.remaining--
    const { numbers, batch } = this
    const length = numbers.next()
    const end = numbers.position + length
    if (length < 0 || end > numbers.bytes.length) throw new RangeError('a record runs over the end of its batch')
    numbers.position++ // attributes: unused so far
    const timestampDelta = numbers.next()
    this.timestamp = batch.logAppendTime ? batch.maxTimestamp : batch.baseTimestamp + timestampDelta
    this.offset = batch.baseOffset + numbers.next()
    const keyLength = numbers.next()
    if (keyLength > 0) numbers.position += keyLength
    const valueLength = numbers.next()
    if (numbers.position + Math.max(valueLength, 0) > end)
      throw new RangeError('a value runs over the end of its record')
    this.value = valueLength < 0 ? null : numbers.bytes.subarray(numbers.position, numbers.position + valueLength)
    numbers.position = end // past the headers
    return true
  }
}
