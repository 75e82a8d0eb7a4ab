import type { CellId, StaleCell } from '../../protocol/messages.ts'
import type { CellNames } from './cellNames.ts'

/**
 * Which cells are stale: those whose result would be another in a run from top to bottom, because a cell above them on
 * which they depend was run after them.
 *
 * A cell depends on the nearest cell above it that defines a name it mentions, and through that on others. A function may
 * mention a name that is declared further down; who uses the function then depends on that cell too. What changes without
 *@@
 *
 * Staleness only flows downwards, so running stale cells in the notebook's order leaves none.
 */
export class CellDependencies {
  private readonly names = new Map<CellId, CellNames>()
  private readonly stale = new Map<CellId, Set<string>>()
  private order = new Map<CellId, number>()

  /**
   * A cell's code has ended, however.
   *
   * @param order the notebook's cells from top to bottom; those not among them are forgotten
   */
  ran(cellId: CellId, names: CellNames, order: readonly CellId[]): void {
    this.order = new Map(order.map((id, index) => [id, index]))
    for (const known of [...this.names.keys()]) if (!this.order.has(known)) this.forget(known)
    const before = this.names.get(cellId)
    const defines = new Set([...(before?.defines ?? []), ...names.defines])
    const changes = new Set([...(before?.changes ?? []), ...names.changes])
    // First with what it defined until now: who depended on a name that is gone depended on it.
    this.names.set(cellId, { ...names, defines, changes })
    this.stale.delete(cellId)
    this.markBelow(cellId)
    this.names.set(cellId, names)
  }

  /** In no order. `names` are those by which a cell depends on what was run. */
  staleCells(): StaleCell[] {
    return [...this.stale].map(([cellId, names]) => ({ cellId, names: [...names] }))
  }

  private forget(cellId: CellId): void {
    this.names.delete(cellId)
    this.stale.delete(cellId)
  }

  private markBelow(start: CellId): void {
    const definers = this.definersByName()
    const reached = new Set([start])
    for (const provider of reached) {
      for (const cellId of this.names.keys()) {
        const names = this.namesBetween(cellId, provider, definers)
        if (names.length === 0 || cellId === start) continue
        reached.add(cellId)
        if (this.position(cellId) < this.position(start)) continue
        const marked = this.stale.get(cellId) ?? new Set()
        for (const name of names) marked.add(name)
        this.stale.set(cellId, marked)
      }
    }
  }

  /** The names by which `cellId` depends on `provider` without another cell in between. */
  private namesBetween(cellId: CellId, provider: CellId, definers: ReadonlyMap<string, number[]>): string[] {
    const provided = this.names.get(provider)
    if (!provided || cellId === provider) return []
    const reads = this.names.get(cellId)?.reads ?? new Set()
    return [...new Set([...provided.defines, ...provided.changes])].filter(name => {
      if (!reads.has(name)) return false
      // It means the nearest definition above, or any below where there is none above.
      const above = definers.get(name)?.filter(position => position < this.position(cellId)) ?? []
      const meant = above.length > 0 ? Math.max(...above) : undefined
      return definers.has(name) && (meant === undefined || meant === this.position(provider))
    })
  }

  /** Where each name is defined, and where what is defined elsewhere is changed. */
  private definersByName(): Map<string, number[]> {
    const definers = new Map<string, number[]>()
    for (const [cellId, { defines }] of this.names)
      for (const name of defines) definers.set(name, [...(definers.get(name) ?? []), this.position(cellId)])
    for (const [cellId, { defines, changes }] of this.names)
      for (const name of changes) if (!defines.has(name)) definers.get(name)?.push(this.position(cellId))
    return definers
  }

  private position(cellId: CellId): number {
    return this.order.get(cellId) ?? Number.POSITIVE_INFINITY
  }
}
