import type { KafkaClient } from './kafkaClient.ts'
import { BATCH_HEADER_BYTES, CHECKSUMMED_FROM } from './recordBatch.ts'
import { varintSize, writeVarint } from './varint.ts'

/** How records are compressed on their way and on the broker's disk. */
export type KafkaCompression = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd'

/** Who writes: what makes a batch sent twice count once. */
export interface ProducerIdentity {
  readonly producerId: bigint
  readonly epoch: number
}

/** Collects the records of one batch (format 2) in one growing buffer, and seals it. */
export class BatchBuilder {
  count = 0
  private bytes = Buffer.allocUnsafe(16 * 1024)
  private end = BATCH_HEADER_BYTES
  private baseTimestamp = 0
  private maxTimestamp = 0

  /** Bytes so far, before compression. */
  get byteLength(): number {
    return this.end
  }

  add(key: Buffer | null, value: Uint8Array, timestamp: number): void {
    if (this.count === 0) {
      this.baseTimestamp = timestamp
      this.maxTimestamp = timestamp
    } else if (timestamp > this.maxTimestamp) this.maxTimestamp = timestamp
    const delta = timestamp - this.baseTimestamp
    const keyLength = key === null ? -1 : key.length
    const length =
      varintSize(delta) +
      varintSize(this.count) +
      varintSize(keyLength) +
      Math.max(0, keyLength) +
      varintSize(value.length) +
      value.length +
      2
    this.reserve(length + 10)
    const { bytes } = this
    let at = writeVarint(bytes, this.end, length)
    bytes[at++] = 0 // attributes: none so far
    at = writeVarint(bytes, at, delta)
    at = writeVarint(bytes, at, this.count)
    at = writeVarint(bytes, at, keyLength)
    if (key !== null) {
      bytes.set(key, at)
      at += key.length
    }
    at = writeVarint(bytes, at, value.length)
    bytes.set(value, at)
    this.end = writeVarint(bytes, at + value.length, 0) // no headers
    this.count++
  }

  /** The batch as it is sent. Sealing it again for another try gives the same bytes. */
  seal(
    client: KafkaClient,
    producer: ProducerIdentity,
    firstSequence: number,
    transactional: boolean,
    compression: KafkaCompression,
  ): Buffer {
    const algorithm = client.compressionsAlgorithms[compression]
    const records = this.bytes.subarray(BATCH_HEADER_BYTES, this.end)
    const batch =
      compression === 'none'
        ? this.bytes.subarray(0, this.end)
        : Buffer.concat([Buffer.alloc(BATCH_HEADER_BYTES), algorithm.compressSync(records)])
    batch.writeBigInt64BE(0n, 0) // base offset: the broker's to set
    batch.writeInt32BE(batch.length - 12, 8)
    batch.writeInt32BE(-1, 12) // partition leader epoch
    batch.writeInt8(2, 16)
    batch.writeInt16BE(algorithm.bitmask | (transactional ? 0x10 : 0), CHECKSUMMED_FROM)
    batch.writeInt32BE(this.count - 1, 23)
    batch.writeBigInt64BE(BigInt(this.baseTimestamp), 27)
    batch.writeBigInt64BE(BigInt(this.maxTimestamp), 35)
    batch.writeBigInt64BE(producer.producerId, 43)
    batch.writeInt16BE(producer.epoch, 51)
    batch.writeInt32BE(firstSequence, 53)
    batch.writeInt32BE(this.count, 57)
    batch.writeUInt32BE(client.crc32c(batch.subarray(CHECKSUMMED_FROM)) >>> 0, 17)
    return batch
  }

  private reserve(bytes: number): void {
    if (this.end + bytes <= this.bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.end + bytes))
    this.bytes.copy(larger, 0, 0, this.end)
    this.bytes = larger
  }
}
