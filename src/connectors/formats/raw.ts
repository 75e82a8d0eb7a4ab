import { FlinknbError } from '../../base/errors.ts'
import type { FileDecoder, FileEncoder, Format } from '../format.ts'

/** A file read as one record must fit in memory. */
const MAX_FILE_BYTES = 1024 * 1024 * 1024

/**
 * Bytes as they are: a message is one record, and so is a whole file (at most 1 GiB; a larger one throws). Written to
 * a file, records stand one after the other with nothing between them.
 *
 * @example webSocketSource({ url, format: raw() }).map(bytes => decodeMyOwn(bytes))
 */
export function raw(): Format<Uint8Array> {
  return new RawFormat()
}

class RawFormat implements Format<Uint8Array> {
  readonly name = 'raw'

  decodeMessage(bytes: Uint8Array): Uint8Array[] {
    return [bytes]
  }

  encodeMessage(value: Uint8Array): Uint8Array {
    return checkBytes(value)
  }

  fileDecoder(): FileDecoder<Uint8Array> {
    const chunks: Uint8Array[] = []
    let bytes = 0
    return {
      push(chunk) {
        bytes += chunk.byteLength
        if (bytes > MAX_FILE_BYTES) {
          throw new FlinknbError('MALFORMED_RECORD', 'raw(): a file of more than 1 GiB cannot be one record.', {
            fix: 'Read it line by line with text().',
          })
        }
        chunks.push(chunk)
        return { values: [], malformed: [] }
      },
      end: () => ({ values: [Uint8Array.from(Buffer.concat(chunks))], malformed: [] }),
    }
  }

  fileEncoder(): FileEncoder<Uint8Array> {
    return { encode: values => Buffer.concat(values.map(checkBytes)), end: () => '' }
  }
}

function checkBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw new FlinknbError('MALFORMED_RECORD', `raw(): a record must be a Uint8Array, got ${typeof value}.`, {
    fix: 'Encode it first, or use json() or text().',
  })
}
