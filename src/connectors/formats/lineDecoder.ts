import type { DecodedChunk, DecoderCheckpoint, FileDecoder, MalformedRecord } from '../format.ts'
import { LineBlocks } from './lineBlocks.ts'
import { type Line, linesOf, NOT_UTF8 } from './lines.ts'

interface LineDecoderState {
  readonly line: number
}

/**
 * Decodes a file line by line. `decodeLine` adds the records of one line to `values`, or throws why it cannot.
 * A line with bytes that are not UTF-8 is malformed.
 */
export class LineDecoder<T> implements FileDecoder<T> {
  private readonly blocks: LineBlocks
  /** 1-based number of the next line. */
  private line: number

  constructor(
    private readonly decodeLine: (text: string, values: T[]) => void,
    state?: unknown,
  ) {
    this.line = (state as LineDecoderState | undefined)?.line ?? 1
    this.blocks = new LineBlocks({ atFileStart: state === undefined })
  }

  push(chunk: Uint8Array): DecodedChunk<T> {
    const block = this.blocks.push(chunk)
    return block ? this.decode(block) : { values: [], malformed: [] }
  }

  end(): DecodedChunk<T> {
    return this.decode(this.blocks.rest())
  }

  checkpoint(): DecoderCheckpoint {
    return { bytes: this.blocks.consumed, state: { line: this.line } satisfies LineDecoderState }
  }

  private decode(block: Buffer): DecodedChunk<T> {
    const values: T[] = []
    const malformed: MalformedRecord[] = []
    for (const line of linesOf(block)) {
      const reason = this.reasonAgainst(line, values)
      if (reason !== undefined) malformed.push({ line: this.line, reason, raw: line.text })
      this.line++
    }
    return { values, malformed }
  }

  private reasonAgainst(line: Line, values: T[]): string | undefined {
    if (!line.valid) return NOT_UTF8
    try {
      this.decodeLine(line.text, values)
      return undefined
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }
}
