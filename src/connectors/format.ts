/** How bytes become records and back. A value made by `json()`, `csv()`, `text()`, `raw()`; its options are checked when it is made. */
export interface Format<T> {
  readonly name: string
  /** Decodes one message (a Kafka value, a WebSocket frame) into its records, usually one. Throws why it cannot. */
  decodeMessage(bytes: Uint8Array): T[]
  /** Encodes one record as one message. */
  encodeMessage(value: T): Uint8Array
  /** A decoder for one file, fed in chunks. */
  fileDecoder(): FileDecoder<T>
  /** An encoder for one file. */
  fileEncoder(): FileEncoder<T>
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
}

export interface FileEncoder<T> {
  /** The text of these records, with a header before the first where the format has one. */
  encode(values: readonly T[]): string
  /** What closes the file; also makes a file without records complete. */
  end(): string
}
