import { KeyedEntries, type KeyedEntriesSnapshot } from './keyedEntries.ts'
import type { Stamped } from './ttlRules.ts'

export type StateKind = 'value' | 'list' | 'map' | 'reducing' | 'aggregating'

/**
 * What one named state holds: for each key a value (an accumulator), a list or a map. Where state expires each value,
 * element or entry is {@link Stamped} with the time it was last renewed.
 */
export interface StateTable {
  readonly kind: StateKind
  readonly stamped: boolean
  entries: KeyedEntries<unknown>
}

/** Plain data. */
export interface StateTableSnapshot {
  readonly kind: StateKind
  readonly stamped: boolean
  readonly entries: KeyedEntriesSnapshot<unknown>
}

/** Shares what goes on changing: to be serialised before the state changes. */
export function snapshotTable({ kind, stamped, entries }: StateTable): StateTableSnapshot {
  return { kind, stamped, entries: entries.snapshot() }
}

/** @param snapshot belongs to the table afterwards */
export function restoredTable(snapshot: StateTableSnapshot): StateTable {
  const entries = new KeyedEntries<unknown>()
  entries.restore(snapshot.entries)
  return { kind: snapshot.kind, stamped: snapshot.stamped, entries }
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
  const changed = new KeyedEntries<unknown>()
  for (const [key, entry] of entries.entries()) changed.set(key, changeEntry(entry))
  return changed
}
