import type { PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import { type AxisKind, axisKind, toCategory, toNumber, toPosition } from './axisValue.ts'
import type { Row } from './checkColumns.ts'
import { countOf } from './formatNumber.ts'
import { SEQUENTIAL_SCALE } from './palette.ts'
import type { PlotBuilder } from './plotBuilder.ts'
import { plotLayout } from './plotLayout.ts'
import type { PlotSpec } from './plotSpec.ts'
import { plotText } from './plotText.ts'

const MAX_SIDE = 200

type Place = number | string

/**
 * A cell for each pair of x and y: the newest z there, or how many records fell there. Bounded by 200 × 200: beyond,
 * the columns and rows that appeared first are dropped.
 */
export class HeatmapPlot implements PlotBuilder {
  readonly maxPoints = null
  private readonly cells = new Map<Place, Map<Place, number>>()
  private readonly rows = new Set<Place>()
  private xKind: AxisKind | undefined
  private yKind: AxisKind | undefined
  private records = 0

  constructor(private readonly spec: PlotSpec) {}

  append(records: readonly Row[]): void {
    const { x: xColumn, z } = this.spec
    const yColumn = this.yColumn
    for (const record of records) {
      const x = record[xColumn]
      const y = record[yColumn]
      if (x === null || x === undefined || y === null || y === undefined) continue
      this.xKind ??= axisKind(xColumn, x)
      this.yKind ??= axisKind(yColumn, y)
      const column = place(this.xKind, x)
      const row = place(this.yKind, y)
      const value = z === undefined ? undefined : toNumber(record[z])
      if (column === undefined || row === undefined || (z !== undefined && value === undefined)) continue
      this.records++
      this.set(column, row, value)
    }
  }

  traces(): readonly PlotlyTrace[] {
    const x = order(this.xKind, this.cells.keys())
    const y = order(this.yKind, this.rows)
    const z = y.map(row => x.map(column => this.cells.get(column)?.get(row) ?? null))
    const colorbar = { title: { text: plotText(this.spec.z ?? 'records') }, thickness: 12, outlinewidth: 0 }
    return [{ type: 'heatmap', x, y, z, colorscale: SEQUENTIAL_SCALE, colorbar, hoverongaps: false }]
  }

  layout(): PlotlyLayout {
    const layout = plotLayout(this.spec, { xKind: this.xKind, yKind: this.yKind, yTitle: this.yColumn, traces: 1 })
    // The cells are the grid.
    return {
      ...layout,
      xaxis: { ...(layout.xaxis as object), showgrid: false },
      yaxis: { ...(layout.yaxis as object), showgrid: false },
    }
  }

  summary(): string {
    const what = this.spec.z === undefined ? 'number of records' : this.spec.z
    const subject = `Heat map of ${what} for each ${this.spec.x} and ${this.yColumn}`
    if (this.records === 0) return `${subject}, no cells yet.`
    return `${subject}, ${countOf(this.cells.size, 'column')} by ${countOf(this.rows.size, 'row')}, ${countOf(this.records, 'record')}.`
  }

  private get yColumn(): string {
    return this.spec.y[0] ?? ''
  }

  private set(column: Place, row: Place, value: number | undefined): void {
    let cells = this.cells.get(column)
    if (!cells) {
      cells = new Map()
      this.cells.set(column, cells)
      if (this.cells.size > MAX_SIDE) dropFirst(this.cells)
    }
    cells.set(row, value ?? (cells.get(row) ?? 0) + 1)
    if (this.rows.has(row)) return
    this.rows.add(row)
    if (this.rows.size <= MAX_SIDE) return
    const dropped = dropFirst(this.rows)
    for (const remaining of this.cells.values()) remaining.delete(dropped as Place)
  }
}

function place(kind: AxisKind, value: unknown): Place | undefined {
  return kind === 'category' ? plotText(toCategory(value)) : toPosition(kind, value)
}

function order(kind: AxisKind | undefined, places: Iterable<Place>): Place[] {
  return kind === 'category' ? [...places] : [...places].sort((a, b) => Number(a) - Number(b))
}

/** Removes the entry that was added first, and gives its key. */
function dropFirst<K>(collection: { keys(): Iterator<K>; delete(key: K): boolean }): K | undefined {
  const first = collection.keys().next()
  if (first.done) return undefined
  collection.delete(first.value)
  return first.value
}
