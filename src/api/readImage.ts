import { readFileSync } from 'node:fs'
import path from 'node:path'
import { FlinknbError, messageOf } from '../base/errors.ts'
import { show } from '../base/options.ts'
import type { ImageMime } from '../protocol/richValue.ts'
import { currentSession } from './currentSession.ts'

/** Outputs stand in the notebook's file: what is larger is better linked to. */
const MAX_BYTES = 10_000_000

/** The bytes of a picture and their format, told by its first bytes: a name may say anything. */
export function readImage(source: unknown): { readonly mime: ImageMime; readonly bytes: Uint8Array } {
  const what = typeof source === 'string' ? `'${source}'` : 'the picture'
  const bytes = bytesOf(source)
  const mime = formatOf(bytes)
  if (!mime) {
    throw new FlinknbError('INVALID_OPTION', `image: ${what} is not a PNG, JPEG, GIF or WebP file.`, {
      fix: 'Convert it to one of these.',
    })
  }
  if (bytes.length > MAX_BYTES) {
    throw new FlinknbError('INVALID_OPTION', `image: ${what} has ${bytes.length.toLocaleString('en')} bytes.`, {
      fix: `At most ${MAX_BYTES.toLocaleString('en')} are kept in a notebook: make it smaller.`,
    })
  }
  return { mime, bytes }
}

function bytesOf(source: unknown): Uint8Array {
  if (source instanceof Uint8Array) return source
  if (source instanceof ArrayBuffer) return new Uint8Array(source)
  if (typeof source !== 'string') {
    throw new FlinknbError('INVALID_OPTION', `image: ${show(source)} is neither bytes nor the path of a file.`)
  }
  const file = path.resolve(currentSession().baseDirectory, source)
  try {
    return readFileSync(file)
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    throw new FlinknbError(
      missing ? 'FILE_NOT_FOUND' : 'FILE_UNREADABLE',
      missing ? `image: there is no file ${file}.` : `image: ${file} cannot be read: ${messageOf(cause)}`,
      { cause },
    )
  }
}

function formatOf(bytes: Uint8Array): ImageMime | undefined {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'image/gif'
  return head.startsWith('RIFF') && head.slice(8) === 'WEBP' ? 'image/webp' : undefined
}
