/** The head of a record batch, format 2 (Kafka 0.11 and later): https://kafka.apache.org/documentation/#recordbatch */
export interface RecordBatch {
  readonly baseOffset: number
  readonly lastOffset: number
  readonly magic: number
  readonly crc: number
  readonly compression: number
  readonly transactional: boolean
  /** Holds a commit or abort mark instead of records. */
  readonly control: boolean
  /** The broker's time for all records (`LogAppendTime`), instead of the producer's for each. */
  readonly logAppendTime: boolean
  readonly baseTimestamp: number
  readonly maxTimestamp: number
  readonly producerId: bigint
  readonly recordCount: number
  /** Where the records start, and where the batch ends, in the bytes it was read from. */
  readonly recordsStart: number
  readonly end: number
}

/** Bytes from the start of a batch to its first record. */
export const BATCH_HEADER_BYTES = 61
/** Bytes from the start of a batch to its attributes: from there on the checksum counts. */
export const CHECKSUMMED_FROM = 21
const LENGTH_AT = 8
const LENGTH_COUNTS_FROM = 12

/** The batch that starts at `position`; undefined when it is not there as a whole, for a broker cuts a response anywhere. */
export function readBatchHeader(bytes: Buffer, position: number): RecordBatch | undefined {
  if (bytes.length - position < BATCH_HEADER_BYTES) return undefined
  const end = position + LENGTH_COUNTS_FROM + bytes.readInt32BE(position + LENGTH_AT)
  if (end > bytes.length || end < position + BATCH_HEADER_BYTES) return undefined
  const attributes = bytes.readInt16BE(position + CHECKSUMMED_FROM)
  const baseOffset = readInt64(bytes, position)
  return {
    baseOffset,
    lastOffset: baseOffset + bytes.readInt32BE(position + 23),
    magic: bytes.readInt8(position + 16),
    crc: bytes.readUInt32BE(position + 17),
    compression: attributes & 7,
    transactional: (attributes & 0x10) !== 0,
    control: (attributes & 0x20) !== 0,
    logAppendTime: (attributes & 0x08) !== 0,
    baseTimestamp: readInt64(bytes, position + 27),
    maxTimestamp: readInt64(bytes, position + 35),
    producerId: bytes.readBigInt64BE(position + 43),
    recordCount: bytes.readInt32BE(position + 57),
    recordsStart: position + BATCH_HEADER_BYTES,
    end,
  }
}

/** Exact to 2^53: offsets and times stay far below. */
export function readInt64(bytes: Buffer, position: number): number {
  return bytes.readInt32BE(position) * 4_294_967_296 + bytes.readUInt32BE(position + 4)
}
