import type { DataTable } from './dataTable.ts'

/** What is needed of a danfo.js DataFrame to show it. */
export interface FrameLike {
  readonly columns: readonly string[]
  readonly values: readonly (readonly unknown[])[]
}

/** Rows shown at either end of a long frame. */
const END_ROWS = 10

export function isFrame(value: unknown): value is FrameLike {
  if (typeof value !== 'object' || value === null) return false
  const frame = value as { columns?: unknown; values?: unknown; iloc?: unknown }
  return Array.isArray(frame.columns) && typeof frame.iloc === 'function' && Array.isArray(frame.values)
}

/** The first and last rows of a frame with their row labels, and its shape. */
export function dataFrameTable(frame: FrameLike & { readonly index?: unknown }): DataTable {
  const { columns, values } = frame
  const index = Array.isArray(frame.index) ? (frame.index as unknown[]) : values.map((_, i) => i)
  const labelled = (i: number) => [index[i], ...(values[i] ?? [])]
  const all = values.length <= 2 * END_ROWS
  const rows = all
    ? values.map((_, i) => labelled(i))
    : [
        ...Array.from({ length: END_ROWS }, (_, i) => labelled(i)),
        null,
        ...Array.from({ length: END_ROWS }, (_, i) => labelled(values.length - END_ROWS + i)),
      ]
  return {
    columns: ['', ...columns],
    rows,
    footer: `${values.length.toLocaleString('en')} rows × ${columns.length} columns`,
  }
}
