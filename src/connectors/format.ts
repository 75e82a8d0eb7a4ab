/** How bytes become records and back. A value made by `json()`, `csv()`, `text()`, `raw()`; its options are checked when it is made. */
export interface Format<T> {
  readonly name: string
  /** Decodes one message (a Kafka value, a WebSocket frame) into its records, usually one. Throws why it cannot. */
  decodeMessage(bytes: Uint8Array): T[]
  /** Encodes one record as one message. */
  encodeMessage(value: T): Uint8Array
  /**
   * A decoder for one file, fed in chunks. With `state`, one that goes on where {@link FileDecoder.checkpoint} was taken
   * and is fed the bytes from there on.
   */
  fileDecoder(state?: unknown): FileDecoder<T>
  /** An encoder for one file. With `state`, one that goes on where {@link FileEncoder.state} was taken. */
  fileEncoder(state?: unknown): FileEncoder<T>
}

/** What decoding a chunk gave: records, and what could not be decoded, both in order. */
export interface DecodedChunk<T> {
  readonly values: T[]
  readonly malformed: readonly MalformedRecord[]
}

export interface MalformedRecord {
  /** 1-based line (or record) in the file where it starts. */
  readonly line: number
  readonly reason: string
  readonly raw: string
}

export interface FileDecoder<T> {
  /** The records completed by this chunk; what is incomplete is kept for the next. */
  push(chunk: Uint8Array): DecodedChunk<T>
  /** The file has ended: the last record, if it had no line end. */
  end(): DecodedChunk<T>
  /** No more has come for now (a followed file has no end): what was held back only to look ahead. Default: nothing is. */
  flush?(): DecodedChunk<T>
  /**
   * From where a new decoder could go on: the bytes whose records have all been returned, counted from where this one
   * started, and what to hand to `fileDecoder`, plain data. Without it a restored source reads the file from its start.
   */
  checkpoint?(): DecoderCheckpoint
}

export interface DecoderCheckpoint {
  readonly bytes: number
  readonly state: unknown
}

export interface FileEncoder<T> {
  /** These records as they stand in the file, with a header before the first where the format has one. */
  encode(values: readonly T[]): string | Uint8Array
  /** What closes the file; also makes a file without records complete. */
  end(): string | Uint8Array
  /** What it must know to go on in the middle of the file (whether the header stands already), plain data. Default: nothing. */
  state?(): unknown
}
