import { show } from '../base/options.ts'
import { isTime, parseIsoTime } from './timeColumn.ts'

/** What an axis shows, decided by the first value that is not null. */
export type AxisKind = 'number' | 'time' | 'category'

/** Decides the kind of axis for a column from one of its values. */
export function axisKind(column: string, value: unknown): AxisKind {
  if (isTime(column, value)) return 'time'
  if (typeof value === 'number' || typeof value === 'bigint') return 'number'
  if (typeof value === 'string' && parseIsoTime(value) !== undefined) return 'time'
  return 'category'
}

/** A value as a finite number: big integers rounded, booleans 0 or 1, times in epoch milliseconds; undefined for all else. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value instanceof Date) return toNumber(value.getTime())
  return undefined
}

/** Where a value stands on an axis of numbers or times; undefined when it stands nowhere. */
export function toPosition(kind: AxisKind, value: unknown): number | undefined {
  if (kind === 'time' && typeof value === 'string') return parseIsoTime(value)
  return typeof value === 'boolean' ? undefined : toNumber(value)
}

/** A value as the name of a category or a trace, cut to 80 characters. */
export function toCategory(value: unknown): string {
  if (value === null || value === undefined || value === '') return '(none)'
  const text = typeof value === 'object' ? show(value) : String(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
