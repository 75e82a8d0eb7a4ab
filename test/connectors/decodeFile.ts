import type { Format, MalformedRecord } from '../../src/connectors/format.ts'

export interface DecodedFile<T> {
  readonly values: T[]
  readonly malformed: MalformedRecord[]
}

/** Decodes a whole file, fed in chunks of `chunkBytes`. */
export function decodeFile<T>(format: Format<T>, file: string | Uint8Array, chunkBytes = 1 << 18): DecodedFile<T> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file
  const decoder = format.fileDecoder()
  const values: T[] = []
  const malformed: MalformedRecord[] = []
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = decoder.push(bytes.subarray(at, at + chunkBytes))
    values.push(...chunk.values)
    malformed.push(...chunk.malformed)
  }
  const last = decoder.end()
  return { values: [...values, ...last.values], malformed: [...malformed, ...last.malformed] }
}

/**
 * Decodes the first `bytesBefore` bytes with one decoder (in chunks), then what is left after its checkpoint with another.
 * Values and malformed records returned before the checkpoint count once.
 */
export function decodeWithRestart<T>(
  format: Format<T>,
  file: Uint8Array,
  bytesBefore: number,
  chunkBytes: number,
): DecodedFile<T> {
  const first = format.fileDecoder()
  const values: T[] = []
  const malformed: MalformedRecord[] = []
  for (let at = 0; at < bytesBefore; at += chunkBytes) {
    const chunk = first.push(file.subarray(at, Math.min(bytesBefore, at + chunkBytes)))
    values.push(...chunk.values)
    malformed.push(...chunk.malformed)
  }
  const checkpoint = JSON.parse(JSON.stringify(first.checkpoint?.())) as { bytes: number; state?: unknown }
  const second = format.fileDecoder(checkpoint.state)
  for (const chunk of [second.push(file.subarray(checkpoint.bytes)), second.end()]) {
    values.push(...chunk.values)
    malformed.push(...chunk.malformed)
  }
  return { values, malformed }
}
