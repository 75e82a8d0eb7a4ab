import type { PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import { toCategory } from './axisValue.ts'
import type { Row } from './checkColumns.ts'
import { ColorGroups } from './colorGroups.ts'
import { facetLayout } from './facetLayout.ts'
import { countOf } from './formatNumber.ts'
import { MARK_AXIS } from './markTraces.ts'
import type { PlotBuilder } from './plotBuilder.ts'
import type { PlotSpec } from './plotSpec.ts'

/** More panels than this are too small to be read; what comes after is in one called 'other'. */
const MOST_PANELS = 12

interface Panel {
  readonly name: string
  readonly builder: PlotBuilder
  /** Each trace of the builder with the axes of the panel. */
  readonly placed: WeakMap<PlotlyTrace, { readonly first: boolean; readonly trace: PlotlyTrace }>
}

/** The same plot once for each value of a column, side by side, with the same scales and the same colours. */
export class FacetPlot implements PlotBuilder {
  readonly maxPoints = null
  private readonly panels = new Map<string, Panel>()
  private readonly groups = new ColorGroups()

  constructor(
    private readonly spec: PlotSpec,
    private readonly create: (spec: PlotSpec, groups: ColorGroups) => PlotBuilder,
  ) {}

  append(rows: readonly Row[], timestamps: Float64Array | undefined): void {
    const parts = new Map<Panel, number[]>()
    for (const [index, row] of rows.entries()) {
      const panel = this.panelOf(row[this.spec.facet as string])
      const part = parts.get(panel)
      if (part) part.push(index)
      else parts.set(panel, [index])
    }
    for (const [panel, indexes] of parts) {
      const times = timestamps && Float64Array.from(indexes, index => timestamps[index] as number)
      panel.builder.append(
        indexes.map(index => rows[index] as Row),
        times,
      )
    }
  }

  traces(): readonly PlotlyTrace[] {
    const named = new Set<unknown>()
    return [...this.panels.values()].flatMap((panel, index) =>
      panel.builder.traces().map(trace => {
        const first = !named.has(trace.name)
        named.add(trace.name)
        return place(panel, trace, index, first)
      }),
    )
  }

  recordsOf(trace: PlotlyTrace): readonly unknown[] | undefined {
    const index = this.traces().indexOf(trace)
    const own = [...this.panels.values()].flatMap(({ builder }) => builder.traces().map(drawn => ({ builder, drawn })))[
      index
    ]
    return own?.builder.recordsOf?.(own.drawn)
  }

  layout(): PlotlyLayout {
    const panels = [...this.panels.values()]
    const own = panels.map(({ builder }) => builder.layout())
    const named = new Set(panels.flatMap(({ builder }) => builder.traces().map(trace => trace.name)))
    return {
      ...facetLayout(
        panels.map(({ name }) => name),
        own,
      ),
      showlegend: named.size > 1,
    }
  }

  summary(): string {
    const panels = [...this.panels.values()]
    const { facet } = this.spec
    if (panels.length === 0) return this.create(this.spec, new ColorGroups()).summary()
    const each = panels.slice(0, 4).map(({ name, builder }) => `${name}: ${builder.summary()}`)
    const more = panels.length > 4 ? ` And ${panels.length - 4} more.` : ''
    return `${countOf(panels.length, 'panel')}, one for each ${facet}. ${each.join(' ')}${more}`
  }

  private panelOf(value: unknown): Panel {
    const wanted = toCategory(value)
    const name = this.panels.has(wanted) || this.panels.size < MOST_PANELS - 1 ? wanted : 'other'
    let panel = this.panels.get(name)
    if (!panel) {
      panel = { name, builder: this.create(this.spec, this.groups), placed: new WeakMap() }
      this.panels.set(name, panel)
    }
    return panel
  }
}

function place(panel: Panel, trace: PlotlyTrace, index: number, first: boolean): PlotlyTrace {
  const known = panel.placed.get(trace)
  if (known?.first === first) return known.trace
  const number = index === 0 ? '' : String(index + 1)
  const placed = {
    ...trace,
    xaxis: `x${number}`,
    yaxis: trace.yaxis === MARK_AXIS ? `y${101 + index}` : `y${number}`,
    legendgroup: trace.legendgroup ?? String(trace.name ?? ''),
    ...(first ? {} : { showlegend: false }),
    ...(trace.colorbar === undefined || first ? {} : { showscale: false }),
  }
  panel.placed.set(trace, { first, trace: placed })
  return placed
}
