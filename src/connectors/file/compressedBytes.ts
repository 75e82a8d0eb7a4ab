import { createReadStream } from 'node:fs'
import { pipeline, type Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import { FlinknbError } from '../../base/errors.ts'
import type { ByteReader } from './fileBytes.ts'
import { openFileBytes } from './fileBytes.ts'
import { readError } from './fileErrors.ts'

/** Whether a file's name says that it is packed (`.gz`, `.zst`). */
export function isCompressed(file: string): boolean {
  return /\.(gz|zst)$/i.test(file)
}

/**
 * Reads a gzip or zstd file unpacked, from an offset in the unpacked bytes on. It cannot be entered in the middle: what
 * stands before the offset is unpacked again and dropped.
 */
export async function openCompressedBytes(file: string, offset: number): Promise<ByteReader> {
  // Opened once as it is, for the error of a file that is missing.
  await (await openFileBytes(file, 0)).close()
  const unpacked = decompressor(file)
  // Errors reach the reader through the stream itself.
  pipeline(createReadStream(file), unpacked, () => {})
  return new CompressedBytes(file, unpacked, offset)
}

function decompressor(file: string): Transform {
  const options = { chunkSize: 256 * 1024 }
  if (/\.gz$/i.test(file)) return zlib.createGunzip(options)
  if (typeof zlib.createZstdDecompress === 'function') return zlib.createZstdDecompress(options)
  throw new FlinknbError('FILE_UNREADABLE', `Cannot read ${file}: this Node (${process.version}) knows no zstd.`, {
    fix: 'Node 22.15 or newer does; or pack the file with gzip.',
  })
}

class CompressedBytes implements ByteReader {
  private readonly chunks: AsyncIterator<Buffer>

  constructor(
    private readonly file: string,
    private readonly unpacked: Transform,
    private skip: number,
  ) {
    this.chunks = unpacked[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  }

  async next(): Promise<Uint8Array | undefined> {
    try {
      for (;;) {
        const { done, value } = await this.chunks.next()
        if (done) return undefined
        const skipped = Math.min(this.skip, value.length)
        this.skip -= skipped
        if (skipped < value.length) return value.subarray(skipped)
      }
    } catch (error) {
      throw await readError(this.file, error)
    }
  }

  async close(): Promise<void> {
    this.unpacked.destroy()
  }
}
