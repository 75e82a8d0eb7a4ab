import type { StateTable } from './stateTable.ts'
import type { TtlSettings } from './stateTtl.ts'

/** A value and the processing time at which it was last renewed. */
export interface Stamped<V> {
  readonly value: V
  readonly at: number
}

/** When what stands in a table expires, and its removal bit by bit. */
export class TtlRules {
  private cleaned: Map<unknown, unknown> | undefined
  private cleaning: Iterator<[unknown, unknown]> | undefined

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

  /** To be called with every access: looks at a few more keys, over and over through the table, and removes what has expired. */
  clean(): void {
    const { entries } = this.table
    if (this.cleaned !== entries) {
      this.cleaned = entries
      this.cleaning = undefined
    }
    for (let n = 0; n < this.settings.cleanupSize; n++) {
      this.cleaning ??= entries.entries()
      const next = this.cleaning.next()
      if (next.done) {
        this.cleaning = undefined
        return
      }
      this.cleanEntry(...next.value)
    }
  }

  private cleanEntry(key: unknown, entry: unknown): void {
    const { kind, entries } = this.table
    if (kind === 'map') {
      const map = entry as Map<unknown, Stamped<unknown>>
      for (const [name, stamped] of map) if (this.expired(stamped)) map.delete(name)
      if (map.size === 0) entries.delete(key)
    } else if (kind === 'list') {
      const list = entry as Stamped<unknown>[]
      if (!list.some(stamped => this.expired(stamped))) return
      const left = list.filter(stamped => !this.expired(stamped))
      if (left.length === 0) entries.delete(key)
      else entries.set(key, left)
    } else if (this.expired(entry as Stamped<unknown>)) entries.delete(key)
  }
}
