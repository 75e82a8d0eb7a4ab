import type { FileHandle } from 'node:fs/promises'
import { open, stat } from 'node:fs/promises'
import { FlinknbError } from '../../base/errors.ts'
import { readError } from './fileErrors.ts'

/** One read of the disk. Two chunks of this size at most are in memory for a file. */
const CHUNK_BYTES = 256 * 1024

/** Where the bytes of a file come from, in order. */
export interface ByteReader {
  /** The next bytes; undefined at the end (for now, where the file may still grow). Rejects with a FlinknbError. */
  next(): Promise<Uint8Array | undefined>
  /**
   * Asked at the end of a followed file: whether it was cut short or replaced (a rotated log), so that reading goes on at the
   * start of what stands there now. It has then done so.
   */
  restarted?(): Promise<boolean>
  close(): Promise<void>
}

/**
 * Reads a file in chunks from a byte offset on.
 *
 * @throws FlinknbError `FILE_NOT_FOUND`, or `FILE_UNREADABLE` also when the file is shorter than the offset
 */
export async function openFileBytes(file: string, offset: number): Promise<ByteReader> {
  const handle = await openForReading(file)
  const { size } = await handle.stat()
  if (size >= offset) return new PlainFileBytes(file, handle, offset)
  await handle.close()
  throw new FlinknbError('FILE_UNREADABLE', `${file} has ${size} bytes, but its reader stood at byte ${offset}.`, {
    fix: 'It is not the file that was read before the restart: start without the checkpoint.',
  })
}

async function openForReading(file: string): Promise<FileHandle> {
  try {
    const handle = await open(file, 'r')
    if (!(await handle.stat()).isDirectory()) return handle
    await handle.close()
    throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' })
  } catch (error) {
    throw await readError(file, error)
  }
}

class PlainFileBytes implements ByteReader {
  constructor(
    private readonly file: string,
    private handle: FileHandle,
    private offset: number,
  ) {}

  async next(): Promise<Uint8Array | undefined> {
    try {
      // A buffer of its own each time: rows may be cut from it after the next read.
      const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES)
      const { bytesRead } = await this.handle.read(buffer, 0, CHUNK_BYTES, this.offset)
      this.offset += bytesRead
      return bytesRead === 0 ? undefined : buffer.subarray(0, bytesRead)
    } catch (error) {
      throw await readError(this.file, error)
    }
  }

  async restarted(): Promise<boolean> {
    const mine = await this.handle.stat()
    const there = await stat(this.file).catch(() => undefined)
    // A log that was moved away and not written anew yet: go on with what we have.
    if (!there) return false
    if (there.ino === mine.ino && there.size >= this.offset) return false
    if (there.ino !== mine.ino) {
      const old = this.handle
      this.handle = await openForReading(this.file)
      await old.close()
    }
    this.offset = 0
    return true
  }

  async close(): Promise<void> {
    await this.handle.close()
  }
}
