import { isUtf8 } from 'node:buffer'
import { NOT_UTF8 } from './lines.ts'

/**
 * The text of these bytes.
 *
 * @throws Error when they are not UTF-8: nothing is replaced silently
 */
export function decodeUtf8(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const decoded = buffer.toString()
  if (decoded.includes('\uFFFD') && !isUtf8(buffer)) throw new Error(NOT_UTF8)
  return decoded
}
