import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames } from '../../base/options.ts'
import type { Committable, Sink, SinkContext, SinkWriter } from '../../engine/sink.ts'
import type { FileEncoder, Format } from '../format.ts'
import { checkFormat, checkText, invalidOption } from '../sourceOptions.ts'
import { writeError } from './fileErrors.ts'

export interface FileSinkOptions<T> {
  /** Relative to the notebook's folder or absolute. Its folder is made where it is missing; an existing file is replaced at the end. */
  path: string
  format: Format<T>
  /** 'exactly-once' is what it always does: the file appears, whole, when the job has ended well. */
  delivery?: 'at-least-once' | 'exactly-once' | undefined
}

/**
 * Writes one file, visible only when it is complete: records go to a hidden neighbour (`.name.….part`), which takes the file's
 * place when the job ends or is stopped. A job that fails leaves what was there before untouched, and nothing else.
 *
 * @param baseDirectory absolute folder where relative paths start
 * @throws FlinknbError `INVALID_OPTION` here; `FILE_UNWRITABLE` when opened or written
 * @example createFileSink({ path: 'predictions.csv', format: csv() }, process.cwd())
 */
export function createFileSink<T>(options: FileSinkOptions<T>, baseDirectory: string): Sink<T> {
  const call = 'fileSink()'
  checkOptionNames(call, options, ['path', 'format', 'delivery'])
  checkText(call, 'path', options.path, 'predictions.csv')
  checkFormat(call, options.format)
  const { delivery } = options
  if (delivery !== undefined && delivery !== 'exactly-once' && delivery !== 'at-least-once') {
    invalidOption(call, 'delivery', delivery, `Give 'exactly-once' or 'at-least-once'.`)
  }
  return new FileSink(options.path, path.resolve(baseDirectory, options.path), options.format)
}

/**
 * A part on disk. Whole, it is to be renamed; at a checkpoint before the end it holds so many bytes, and a job that starts from
 * the checkpoint cuts it to them and goes on writing.
 */
interface FileCommittable {
  readonly part: string
  readonly file: string
  readonly whole: boolean
  readonly bytes: number
  readonly encoder: unknown
}

class FileSink<T> implements Sink<T> {
  readonly kind = 'file'
  readonly description: string

  constructor(
    shownPath: string,
    private readonly file: string,
    private readonly format: Format<T>,
  ) {
    this.description = `file ${shownPath}`
  }

  async open(_context: SinkContext, restored: readonly Committable[] = []): Promise<SinkWriter<T>> {
    const committables = restored as readonly FileCommittable[]
    for (const committable of committables) if (committable.whole) await moveIntoPlace(committable)
    const last = committables.at(-1)
    if (last?.whole) return new CompleteFileWriter(last)
    const unfinished = committables.findLast(committable => !committable.whole)
    try {
      return unfinished ? await this.reopen(unfinished) : await this.create()
    } catch (error) {
      throw error instanceof FlinknbError ? error : writeError(this.file, error)
    }
  }

  private async create(): Promise<SinkWriter<T>> {
    const folder = path.dirname(this.file)
    const part = path.join(folder, `.${path.basename(this.file)}.${randomBytes(6).toString('hex')}.part`)
    await mkdir(folder, { recursive: true })
    const there = await stat(this.file).catch(() => undefined)
    if (there?.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' })
    return new FileWriter(this.file, part, await open(part, 'wx'), this.format.fileEncoder())
  }

  private async reopen({ part, bytes, encoder }: FileCommittable): Promise<SinkWriter<T>> {
    const handle = await open(part, 'r+').catch(error => Promise.reject(partGone(this.file, part, error)))
    await handle.truncate(bytes)
    return new FileWriter(this.file, part, handle, this.format.fileEncoder(encoder), bytes)
  }
}

/**
 * A job killed between its last commit and its end is started again with nothing left to write: the file stays as it is,
 * however often that happens.
 */
class CompleteFileWriter<T> implements SinkWriter<T> {
  constructor(private readonly committable: FileCommittable) {}

  write(values: readonly T[]): void {
    if (values.length === 0) return
    throw new FlinknbError(
      'INVALID_STATE',
      `${this.committable.file} is complete: the job had finished when its checkpoint was taken, and now has more to write.`,
      { fix: 'Give the sink another path, or start the job without restoring it.' },
    )
  }

  async prepareCommit(): Promise<Committable> {
    return this.committable
  }

  async commit(committable: Committable): Promise<void> {
    await moveIntoPlace(committable as FileCommittable)
  }

  async abort(): Promise<void> {}

  async close(): Promise<void> {}
}

/** Bytes that may wait for the disk before the job must wait too. */
const BUFFER_BYTES = 1024 * 1024

/** Bounded by 1 MiB of text waiting for the disk, and one batch. */
class FileWriter<T> implements SinkWriter<T> {
  private buffered: Uint8Array[] = []
  private bufferedBytes = 0
  private flushing: Promise<void> | undefined
  private failure: unknown
  private state: 'open' | 'prepared' | 'done' = 'open'
  private handleClosed = false
  /** A durable checkpoint needs the part, also when this job fails. */
  private keepPart = false

  constructor(
    private readonly file: string,
    private readonly part: string,
    private readonly handle: FileHandle,
    private readonly encoder: FileEncoder<T>,
    /** Bytes in the part that stand before whatever is buffered. */
    private bytes = 0,
  ) {}

  write(values: readonly T[]): void | Promise<void> {
    this.throwFailure()
    this.add(this.encoder.encode(values))
    const busy = this.flushing !== undefined
    if (!busy) void this.flush()
    return busy && this.bufferedBytes > BUFFER_BYTES ? this.drain() : undefined
  }

  async prepareCommit(last: boolean): Promise<Committable | undefined> {
    if (last) this.add(this.encoder.end())
    await this.drain()
    try {
      await this.handle.sync()
      if (last) await this.closeHandle()
    } catch (error) {
      throw writeError(this.file, error)
    }
    if (last) this.state = 'prepared'
    const { part, file, bytes } = this
    return { part, file, whole: last, bytes, encoder: this.encoder.state?.() } satisfies FileCommittable
  }

  async commit(committable: Committable): Promise<void> {
    const { whole } = committable as FileCommittable
    // Before the end there is nothing to make visible: a file is whole or it is not there.
    if (!whole) this.keepPart = true
    else {
      await moveIntoPlace(committable as FileCommittable)
      this.state = 'done'
    }
  }

  async abort(): Promise<void> {
    if (this.state === 'done') return
    this.state = 'done'
    await this.flushing?.catch(() => {})
    await this.closeHandle()
    if (!this.keepPart) await rm(this.part, { force: true })
  }

  /** A part that is prepared stays: a checkpoint may commit it after a restart. */
  async close(): Promise<void> {
    if (this.state === 'open') await this.abort()
    else await this.closeHandle()
  }

  private add(encoded: string | Uint8Array): void {
    const bytes = typeof encoded === 'string' ? Buffer.from(encoded) : encoded
    if (bytes.length === 0) return
    this.buffered.push(bytes)
    this.bufferedBytes += bytes.length
  }

  private async drain(): Promise<void> {
    while (this.flushing || this.bufferedBytes > 0) await (this.flushing ?? this.flush())
    this.throwFailure()
  }

  /** Writes what is buffered; a failure is thrown by the next call. */
  private flush(): Promise<void> {
    const chunk = this.buffered.length === 1 ? (this.buffered[0] as Uint8Array) : Buffer.concat(this.buffered)
    this.buffered = []
    this.bufferedBytes = 0
    const position = this.bytes
    this.bytes += chunk.length
    this.flushing = writeFully(this.handle, chunk, position)
      .catch((error: unknown) => {
        this.failure ??= writeError(this.file, error)
      })
      .finally(() => {
        this.flushing = undefined
      })
    return this.flushing
  }

  private throwFailure(): void {
    if (this.failure) throw this.failure
  }

  private async closeHandle(): Promise<void> {
    if (this.handleClosed) return
    this.handleClosed = true
    await this.handle.close()
  }
}

async function writeFully(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await handle.write(bytes, at, bytes.length - at, position + at)).bytesWritten
  }
}

/** Changes nothing when it was done before: then the part is gone and the file is there. */
async function moveIntoPlace({ part, file }: FileCommittable): Promise<void> {
  try {
    await rename(part, file)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ENOENT') throw writeError(file, error)
    if (await stat(file).catch(() => undefined)) return
    throw partGone(file, part, error)
  }
  await syncFolder(path.dirname(file))
}

function partGone(file: string, part: string, cause: unknown): FlinknbError {
  const fix = 'Start the job without its checkpoint.'
  return new FlinknbError('FILE_UNWRITABLE', `${file}: what was prepared for it (${part}) is gone.`, { fix, cause })
}

/** So that the new name survives a power cut, where folders can be synced (not on Windows). */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
