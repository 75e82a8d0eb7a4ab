import type { CellValue, PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import { timeText } from './numberText.ts'

/** What a plot shows, as a table: a row for each point drawn. */
export interface PlotData {
  readonly columns: readonly string[]
  readonly rows: readonly PlotDataRow[]
}

export interface PlotDataRow {
  readonly cells: readonly CellValue[]
  /** Where the point stands in the figure. */
  readonly trace: number
  readonly point: number
}

/** Members of traces that hold a value a point, in the order of columns; what else a trace holds is how it looks. */
const MEMBERS = [
  'x',
  'y',
  'z',
  'open',
  'high',
  'low',
  'close',
  'lowerfence',
  'q1',
  'median',
  'mean',
  'q3',
  'upperfence',
]
const LABELS = ['text', 'customdata', 'labels', 'values']

/** The points of a figure as a table; times in UTC, names as they were before plotly's markup was escaped. */
export function plotData({ data, layout }: { data: readonly PlotlyTrace[]; layout: PlotlyLayout }): PlotData {
  const used = [...MEMBERS, ...LABELS].filter(name => data.some(trace => Array.isArray(trace[name])))
  const rows = data.flatMap((trace, index) => {
    const name = plainText(String(trace.name ?? `trace ${index + 1}`))
    if (isMatrix(trace.z)) return matrixRows(trace, index, name, used, layout)
    const arrays = used.map(member => (Array.isArray(trace[member]) ? (trace[member] as readonly unknown[]) : []))
    const count = arrays.reduce((most, array) => Math.max(most, array.length), 0)
    return Array.from({ length: count }, (_, point) => ({
      trace: index,
      point,
      cells: [name, ...arrays.map((array, at) => cell(array[point], axisOf(trace, used[at] ?? '', layout)))],
    }))
  })
  return { columns: ['trace', ...used.map(member => title(member, layout))], rows }
}

function matrixRows(
  trace: PlotlyTrace,
  index: number,
  name: string,
  used: readonly string[],
  layout: PlotlyLayout,
): PlotDataRow[] {
  const z = trace.z as readonly (readonly unknown[])[]
  const text = isMatrix(trace.text) ? (trace.text as readonly (readonly unknown[])[]) : undefined
  const at = (member: string, row: number, column: number): unknown => {
    if (member === 'z') return z[row]?.[column]
    if (member === 'text') return text?.[row]?.[column]
    const places = trace[member] as readonly unknown[] | undefined
    return member === 'x' ? (places?.[column] ?? column) : member === 'y' ? (places?.[row] ?? row) : null
  }
  return z.flatMap((cells, row) =>
    cells.map((_, column) => ({
      trace: index,
      point: row * cells.length + column,
      cells: [name, ...used.map(member => cell(at(member, row, column), axisOf(trace, member, layout)))],
    })),
  )
}

function isMatrix(value: unknown): boolean {
  return Array.isArray(value) && Array.isArray(value[0])
}

/** The axis of a member, if it has one. */
function axisOf(trace: PlotlyTrace, member: string, layout: PlotlyLayout): unknown {
  if (member !== 'x' && member !== 'y') return undefined
  const named = String(trace[`${member}axis`] ?? member)
  return layout[`${member}axis${named.slice(1)}`]
}

function cell(value: unknown, axis: unknown): CellValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return isDate(axis) ? timeText(value) : Number.isFinite(value) ? value : String(value)
  if (typeof value === 'boolean') return value
  return plainText(typeof value === 'string' ? value : JSON.stringify(value))
}

function isDate(axis: unknown): boolean {
  return (axis as { type?: unknown } | undefined)?.type === 'date'
}

function title(member: string, layout: PlotlyLayout): string {
  const { text } = ((layout[`${member}axis`] as { title?: { text?: unknown } } | undefined)?.title ?? {}) as {
    text?: unknown
  }
  return typeof text === 'string' && text !== '' ? plainText(text) : member
}

/** Letter for letter what a name was before it was escaped for plotly. */
function plainText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
