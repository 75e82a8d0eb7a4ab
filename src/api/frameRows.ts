/** What is read of a dataframe: its column names and its values, row by row (danfo.js's `DataFrame` among others). */
export interface FrameLike {
  readonly columns: readonly string[]
  readonly values: readonly unknown[] | readonly (readonly unknown[])[]
}

/** The rows of a frame as records; undefined when it is none. */
export function frameRows(source: unknown): Record<string, unknown>[] | undefined {
  if (source === null || typeof source !== 'object' || !('columns' in source) || !('values' in source)) return undefined
  const { columns, values } = source
  if (!Array.isArray(columns) || !Array.isArray(values)) return undefined
  const names = columns.map(String)
  return (values as readonly unknown[]).map(row =>
    Object.fromEntries(names.map((name, index) => [name, Array.isArray(row) ? (row as unknown[])[index] : row])),
  )
}
