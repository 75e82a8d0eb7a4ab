import { FlinknbError } from '../../base/errors.ts'

/** A line longer than this is an error: a file without line ends would otherwise be collected in memory whole. */
const MAX_PENDING_BYTES = 64 * 1024 * 1024

/**
 * Cuts the chunks of a file into blocks of whole lines (ending in LF). A byte of LF is never part of a longer UTF-8
 * character, so a character split over two chunks is whole again in its block. A UTF-8 byte order mark is dropped.
 *
 * Bounded by one line: what follows the last line end is kept, at most 64 MiB; more throws `MALFORMED_RECORD`.
 */
export class LineBlocks {
  private pending: Buffer[] = []
  private pendingBytes = 0
  private atStart: boolean
  /** Bytes returned so far, the byte order mark counted. */
  consumed = 0

  constructor(options: { readonly atFileStart: boolean }) {
    this.atStart = options.atFileStart
  }

  /** Every line completed by this chunk; undefined when there is none. */
  push(chunk: Uint8Array): Buffer | undefined {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const end = bytes.lastIndexOf(10) + 1
    if (end === 0) {
      this.keep(bytes)
      return undefined
    }
    this.pending.push(bytes.subarray(0, end))
    const block = this.take()
    if (end < bytes.length) this.keep(bytes.subarray(end))
    return block
  }

  /** What stands after the last line end. */
  rest(): Buffer {
    return this.take()
  }

  private keep(bytes: Buffer): void {
    this.pendingBytes += bytes.length
    if (this.pendingBytes > MAX_PENDING_BYTES) {
      throw new FlinknbError('MALFORMED_RECORD', `A line is longer than ${MAX_PENDING_BYTES / 1024 / 1024} MiB.`, {
        fix: 'Check that the file has the format that the source names.',
      })
    }
    this.pending.push(bytes)
  }

  private take(): Buffer {
    const block = this.pending.length === 1 ? (this.pending[0] as Buffer) : Buffer.concat(this.pending)
    this.pending = []
    this.pendingBytes = 0
    this.consumed += block.length
    if (!this.atStart || block.length === 0) return block
    this.atStart = false
    return withoutByteOrderMark(block)
  }
}

/** @throws FlinknbError `MALFORMED_RECORD` for UTF-16, whose text would otherwise come out as garbage */
export function withoutByteOrderMark(bytes: Buffer): Buffer {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new FlinknbError('MALFORMED_RECORD', 'The file is UTF-16 text (it starts with its byte order mark).', {
      fix: 'Save it as UTF-8.',
    })
  }
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}
