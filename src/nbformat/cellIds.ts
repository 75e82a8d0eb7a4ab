/** What nbformat 4.5 allows as a cell's id. */
const CELL_ID = /^[a-zA-Z0-9_-]{1,64}$/

export function isCellId(value: unknown): value is string {
  return typeof value === 'string' && CELL_ID.test(value)
}

/** A new id as Jupyter makes them: 8 hexadecimal digits, not among `taken`. */
export function newCellId(taken: ReadonlySet<string>): string {
  for (;;) {
    const id = crypto.randomUUID().slice(0, 8)
    if (!taken.has(id)) return id
  }
}

/**
 * One id a cell: the given one where it is valid and the first of its name, else `cell-<position>` with a suffix if
 * need be. The same ids give the same answer, so a file read twice has the same ids in memory.
 */
export function uniqueCellIds(ids: readonly unknown[]): string[] {
  const taken = new Set<string>()
  const own = ids.map(id => {
    if (!isCellId(id) || taken.has(id)) return undefined
    taken.add(id)
    return id
  })
  return own.map((id, index) => {
    if (id !== undefined) return id
    let made = `cell-${index + 1}`
    for (let n = 2; taken.has(made); n++) made = `cell-${index + 1}-${n}`
    taken.add(made)
    return made
  })
}
