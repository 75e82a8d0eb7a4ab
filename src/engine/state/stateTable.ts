import type { Stamped } from './ttlRules.ts'

export type StateKind = 'value' | 'list' | 'map' | 'reducing' | 'aggregating'

/**
 * What one named state holds: for each key a value (an accumulator), a list or a map. Plain data. Where state expires
 * each value, element or entry is {@link Stamped} with the time it was last renewed.
 */
export interface StateTable {
  readonly kind: StateKind
  readonly stamped: boolean
  entries: Map<unknown, unknown>
}

/** Whose state is asked for. */
export interface CurrentKey {
  readonly currentKey: unknown
}

/** The same entries with a stamp, or without: what a state needs whose `ttl` was added, or taken away. */
export function withStamps(
  { kind, stamped, entries }: StateTable,
  wanted: boolean,
  now: number,
): StateTable['entries'] {
  if (stamped === wanted) return entries
  const change = wanted
    ? (value: unknown): Stamped<unknown> => ({ value, at: now })
    : (value: unknown) => (value as Stamped<unknown>).value
  const changeEntry = (entry: unknown): unknown => {
    if (kind === 'list') return (entry as unknown[]).map(change)
    if (kind === 'map')
      return new Map([...(entry as Map<unknown, unknown>)].map(([key, value]) => [key, change(value)]))
    return change(entry)
  }
  return new Map([...entries].map(([key, entry]) => [key, changeEntry(entry)]))
}
