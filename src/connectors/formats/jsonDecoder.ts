import { FlinknbError, messageOf } from '../../base/errors.ts'
import type { DecodedChunk, DecoderCheckpoint, FileDecoder } from '../format.ts'
import { withoutByteOrderMark } from './lineBlocks.ts'
import { LineDecoder } from './lineDecoder.ts'
import { parseJson } from './parseJson.ts'
import { decodeUtf8 } from './utf8.ts'

/** One JSON array spread over lines is read whole; a larger one should be JSON Lines. */
const MAX_ARRAY_BYTES = 256 * 1024 * 1024

/** `bracket`: the file starts with `[`, its first line is not whole yet. */
type Layout = 'unknown' | 'bracket' | 'lines' | 'array'

/**
 * Decodes JSON Lines, or one array written over several lines. Which of the two is decided by the first line: one that
 * starts with `[` and is not whole JSON by itself opens an array.
 *
 * Bounded by one line, or by 256 MiB for an array; a larger one throws `MALFORMED_RECORD`.
 */
export class JsonDecoder<T> implements FileDecoder<T> {
  private readonly lines: LineDecoder<T>
  private layout: Layout
  private held: Uint8Array[] = []
  private heldBytes = 0

  constructor(state?: unknown) {
    this.layout = state === undefined ? 'unknown' : 'lines'
    this.lines = new LineDecoder<T>(decodeLine, state)
  }

  push(chunk: Uint8Array): DecodedChunk<T> {
    if (this.layout === 'lines') return this.lines.push(chunk)
    this.hold(chunk)
    if (this.layout === 'unknown') this.layout = layoutOfStart(Buffer.concat(this.held))
    // A line end is looked for in the new bytes only: an array of many chunks may stand in one line.
    if (this.layout === 'bracket' && chunk.includes(10)) this.layout = layoutOfFirstLine(Buffer.concat(this.held))
    return this.layout === 'lines' ? this.release() : { values: [], malformed: [] }
  }

  end(): DecodedChunk<T> {
    if (this.layout === 'array' || this.layout === 'bracket') return this.decodeArray()
    const released = this.release()
    const rest = this.lines.end()
    return { values: [...released.values, ...rest.values], malformed: [...released.malformed, ...rest.malformed] }
  }

  checkpoint(): DecoderCheckpoint {
    // An array, or a first line that is not whole yet, has returned nothing: start again.
    return this.layout === 'lines' ? this.lines.checkpoint() : { bytes: 0, state: undefined }
  }

  private hold(chunk: Uint8Array): void {
    this.heldBytes += chunk.byteLength
    if (this.heldBytes > MAX_ARRAY_BYTES) {
      throw new FlinknbError(
        'MALFORMED_RECORD',
        `json(): an array of more than ${MAX_ARRAY_BYTES / 1024 / 1024} MiB.`,
        {
          fix: 'Write it as JSON Lines, one value a line.',
        },
      )
    }
    this.held.push(chunk)
  }

  private release(): DecodedChunk<T> {
    const chunk = Buffer.concat(this.held)
    this.held = []
    this.layout = 'lines'
    return this.lines.push(chunk)
  }

  private decodeArray(): DecodedChunk<T> {
    const bytes = withoutByteOrderMark(Buffer.concat(this.held))
    this.held = []
    try {
      return { values: parseJson(decodeUtf8(bytes)) as T[], malformed: [] }
    } catch (error) {
      const reason = `the file is one JSON array that cannot be read: ${messageOf(error)}`
      return { values: [], malformed: [{ line: 1, reason, raw: bytes.toString('utf8', 0, 4096) }] }
    }
  }
}

function decodeLine<T>(line: string, values: T[]): void {
  if (line.trim() === '') return
  const value = parseJson(line)
  if (!Array.isArray(value)) values.push(value as T)
  else for (const element of value) values.push(element as T)
}

function layoutOfStart(start: Buffer): Layout {
  const text = start
    .toString()
    .replace(/^\uFEFF/, '')
    .trimStart()
  return text === '' ? 'unknown' : text.startsWith('[') ? 'bracket' : 'lines'
}

function layoutOfFirstLine(start: Buffer): Layout {
  const text = start
    .toString()
    .replace(/^\uFEFF/, '')
    .trimStart()
  const lineEnd = text.indexOf('\n')
  if (lineEnd < 0) return 'bracket'
  try {
    JSON.parse(text.slice(0, lineEnd))
    return 'lines'
  } catch {
    return 'array'
  }
}
