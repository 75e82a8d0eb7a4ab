import type { StateTable } from './stateTable.ts'
import type { TtlSettings } from './stateTtl.ts'

/** A value and the processing time at which it was last renewed. */
export interface Stamped<V> {
  readonly value: V
  readonly at: number
}

const ACCESSES_PER_ROUND = 16

/** When what stands in a table expires, and its removal bit by bit. */
export class TtlRules {
  private accesses = 0
  private cleaned: StateTable['entries'] | undefined
  private cleaning: IterableIterator<[unknown, unknown]> | undefined

  constructor(
    readonly settings: TtlSettings,
    readonly now: () => number,
    private readonly table: StateTable,
  ) {}

  stamp<V>(value: V): Stamped<V> {
    return { value, at: this.now() }
  }

  expired({ at }: Stamped<unknown>): boolean {
    return at + this.settings.ttlMs <= this.now()
  }

  /** Neither expired nor, where expired values may be read, merely out of date. */
  readable(stamped: Stamped<unknown>): boolean {
    return this.settings.returnExpired || !this.expired(stamped)
  }

  /**
   * To be called with every access: looks at a few more keys, over and over through the table, and removes what has
   * expired. In rounds, so that most accesses cost nothing.
   */
  clean(): void {
    if (++this.accesses < ACCESSES_PER_ROUND) return
    this.accesses = 0
    const { entries } = this.table
    if (this.cleaned !== entries) {
      this.cleaned = entries
      this.cleaning = undefined
    }
    let left = this.settings.cleanupSize * ACCESSES_PER_ROUND
    if (left === 0) return
    const expiredAt = this.now() - this.settings.ttlMs
    this.cleaning ??= entries.entries()
    for (const [key, entry] of this.cleaning) {
      this.cleanEntry(key, entry, expiredAt)
      if (--left === 0) return
    }
    this.cleaning = undefined
  }

  private cleanEntry(key: unknown, entry: unknown, expiredAt: number): void {
    const { kind, entries } = this.table
    if (kind === 'map') {
      const map = entry as Map<unknown, Stamped<unknown>>
      for (const [name, { at }] of map) if (at <= expiredAt) map.delete(name)
      if (map.size === 0) entries.delete(key)
    } else if (kind === 'list') {
      const list = entry as Stamped<unknown>[]
      if (!list.some(({ at }) => at <= expiredAt)) return
      const left = list.filter(({ at }) => at > expiredAt)
      if (left.length === 0) entries.delete(key)
      else entries.set(key, left)
    } else if ((entry as Stamped<unknown>).at <= expiredAt) entries.delete(key)
  }
}
