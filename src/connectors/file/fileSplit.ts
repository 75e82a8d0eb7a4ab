import { FlinknbError } from '../../base/errors.ts'
import type { DecodedChunk, FileDecoder, Format } from '../format.ts'
import { isCompressed, openCompressedBytes } from './compressedBytes.ts'
import { type ByteReader, openFileBytes } from './fileBytes.ts'

/** Where reading of a file goes on: at a byte with a decoder's state, then past records and malformed ones already seen. */
export interface FilePosition {
  readonly offset: number
  readonly state: unknown
  readonly skip: number
  readonly skipMalformed: number
}

export interface FileSplitOptions<T> {
  readonly name: string
  readonly file: string
  readonly format: Format<T>
  readonly follow: boolean
  readonly onMalformed: (record: { origin: string; reason: string; raw: string }) => void
  /** A read has come back: there may be something to poll. */
  readonly wake: () => void
}

type ReadResult =
  | { readonly bytes: Uint8Array }
  | { readonly end: true; readonly restarted: boolean }
  | { readonly error: unknown }

/**
 * One file: reads ahead by one chunk while the last one's records are handed out. Bounded by the records of one chunk
 * and the bytes of another.
 */
export class FileSplit<T> {
  readonly name: string
  /** Records decoded and not handed out: those from `cursor` on. */
  values: T[] = []
  cursor = 0
  /** Everything has been handed out and nothing will come. */
  drained = false
  private bytes: ByteReader | undefined
  private decoder: FileDecoder<T>
  private reading = false
  private result: ReadResult | undefined
  private base: { readonly offset: number; readonly state: unknown }
  /** Bytes of the file before the decoder's first. */
  private decoderStart: number
  /** Records handed out, and malformed ones reported, since `base`. */
  private emitted: number
  private rejected: number
  /** Those among them that were so before the restart. */
  private toSkip: number
  private toSkipMalformed: number
  private waitingForMore = false
  private ended = false
  private opening = false
  private closed = false

  constructor(
    private readonly options: FileSplitOptions<T>,
    restored?: FilePosition,
  ) {
    this.name = options.name
    this.base = { offset: restored?.offset ?? 0, state: restored?.state }
    this.decoderStart = this.base.offset
    this.emitted = this.toSkip = restored?.skip ?? 0
    this.rejected = this.toSkipMalformed = restored?.skipMalformed ?? 0
    this.decoder = options.format.fileDecoder(this.base.state)
  }

  async open(): Promise<void> {
    this.opening = true
    const { file } = this.options
    this.bytes = await (isCompressed(file) ? openCompressedBytes : openFileBytes)(file, this.base.offset)
    if (this.closed) await this.bytes.close()
    else this.read()
  }

  /** Opens it, if it is not open yet, without waiting; a failure is thrown by {@link load}. */
  openSoon(): void {
    if (this.opening) return
    this.open().catch((error: unknown) => {
      this.result = { error }
      this.options.wake()
    })
  }

  /** Whether a call of {@link load} would do something. */
  get loadable(): boolean {
    return !this.drained && this.cursor === this.values.length && this.result !== undefined
  }

  /** Decodes what was read until there are records, or nothing more has been read. */
  load(): void {
    while (this.loadable) {
      const result = this.result as ReadResult
      if ('error' in result) throw result.error
      this.advanceBase()
      this.result = undefined
      if ('bytes' in result) {
        this.read()
        this.take(this.decode(() => this.decoder.push(result.bytes)))
      } else if (result.restarted) {
        this.take(this.decode(() => this.decoder.end()))
        this.restart()
      } else if (this.options.follow) {
        this.waitingForMore = true
        this.take(this.decode(() => this.decoder.flush?.() ?? { values: [], malformed: [] }))
      } else {
        this.take(this.decode(() => this.decoder.end()))
        this.ended = true
      }
      this.drained = this.ended && this.cursor === this.values.length
    }
  }

  /** Hands out `count` records. */
  shift(count: number): T[] {
    const all = this.cursor === 0 && count === this.values.length
    const taken = all ? this.values : this.values.slice(this.cursor, this.cursor + count)
    this.cursor += count
    this.emitted += count
    if (this.cursor === this.values.length) {
      this.values = []
      this.cursor = 0
      this.drained = this.ended
    }
    return taken
  }

  /** Looks again for more in a followed file that had ended. */
  readAgain(): void {
    if (!this.waitingForMore) return
    this.waitingForMore = false
    this.read()
  }

  position(): FilePosition {
    return { ...this.base, skip: this.emitted, skipMalformed: this.rejected }
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    await this.bytes?.close()
  }

  private read(): void {
    if (this.reading || this.closed || !this.bytes) return
    this.reading = true
    void this.readOnce(this.bytes).then(result => {
      this.reading = false
      this.result = result
      this.options.wake()
    })
  }

  private async readOnce(reader: ByteReader): Promise<ReadResult> {
    try {
      const bytes = await reader.next()
      if (bytes) return { bytes }
      return { end: true, restarted: this.options.follow && ((await reader.restarted?.()) ?? false) }
    } catch (error) {
      return { error }
    }
  }

  /** Everything before the bytes decoded next has been handed out: a restart need not go back further. */
  private advanceBase(): void {
    const checkpoint = this.decoder.checkpoint?.()
    if (!checkpoint || this.toSkip > 0 || this.toSkipMalformed > 0) return
    this.base = { offset: this.decoderStart + checkpoint.bytes, state: checkpoint.state }
    this.emitted = 0
    this.rejected = 0
  }

  private restart(): void {
    this.decoder = this.options.format.fileDecoder()
    this.decoderStart = 0
    this.read()
  }

  private decode(step: () => DecodedChunk<T>): DecodedChunk<T> {
    try {
      return step()
    } catch (error) {
      if (!(error instanceof FlinknbError)) throw error
      throw new FlinknbError(error.code, `${this.name}: ${error.message}`, { cause: error })
    }
  }

  private take({ values, malformed }: DecodedChunk<T>): void {
    for (const { line, reason, raw } of malformed) {
      if (this.toSkipMalformed > 0) {
        this.toSkipMalformed--
        continue
      }
      this.rejected++
      this.options.onMalformed({ origin: `${this.name}:${line}`, reason, raw })
    }
    const skipped = Math.min(this.toSkip, values.length)
    this.toSkip -= skipped
    this.values = skipped > 0 ? values.slice(skipped) : values
    this.cursor = 0
  }
}
