import { FlinknbError } from '../../base/errors.ts'
import { nearestName, show } from '../../base/options.ts'

/** Where a record's Kafka key comes from: one of its columns, or a function of it. */
export type KafkaKey<T> = (keyof T & string) | ((row: T) => unknown)

/**
 * The key of a record as bytes: text as it is, numbers, bigints and booleans as their text, bytes as they are, a `Date`
 * as ISO 8601, other objects as JSON. `null` and `undefined` are no key.
 *
 * @throws FlinknbError `UNKNOWN_COLUMN` naming the column and the nearest one the record has
 */
export function keyEncoder<T>(key: KafkaKey<T> | undefined): (row: T) => Buffer | null {
  if (key === undefined) return () => null
  if (typeof key === 'function') return row => keyBytes(key(row))
  return row => {
    if (typeof row !== 'object' || row === null || !(key in row)) throw missingColumn(key, row)
    return keyBytes(row[key])
  }
}

function keyBytes(value: unknown): Buffer | null {
  if (value === null || value === undefined) return null
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  if (value instanceof Date) return Buffer.from(value.toISOString())
  return Buffer.from(typeof value === 'object' ? JSON.stringify(value) : String(value))
}

function missingColumn(key: string, row: unknown): FlinknbError {
  const columns = typeof row === 'object' && row !== null ? Object.keys(row) : []
  const near = nearestName(key, columns)
  return new FlinknbError('UNKNOWN_COLUMN', `kafkaSink: key '${key}' is no column of the record ${show(row)}.`, {
    fix: near ? `Did you mean '${near}'?` : `Its columns: ${columns.join(', ') || 'none'}.`,
  })
}
