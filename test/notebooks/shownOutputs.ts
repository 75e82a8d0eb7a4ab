import { readFileSync } from 'node:fs'
import { LIVE_MIME, type LiveState, PLOTLY_MIME } from '../../src/protocol/live.ts'

/** A line, or the marks, of a plot. */
export interface ShownTrace {
  readonly name: string
  readonly x: readonly (number | string)[]
  readonly y: readonly (number | null)[]
}

interface SavedOutput {
  readonly text?: string | readonly string[]
  readonly data?: { readonly [mime: string]: unknown }
}

/** What the cells of a notebook's file show. */
export class ShownOutputs {
  private readonly outputs: readonly SavedOutput[]

  constructor(file: string) {
    const { cells } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly cells: readonly { readonly outputs?: readonly SavedOutput[] }[]
    }
    this.outputs = cells.flatMap(cell => cell.outputs ?? [])
  }

  /** Everything that was printed. */
  get printed(): string {
    return this.outputs.flatMap(({ text }) => text ?? []).join('')
  }

  /** The number that stands in the place of the group of `pattern` in what was printed. */
  printedNumber(pattern: RegExp): number {
    const found = pattern.exec(this.printed)?.[1]
    if (found === undefined) throw new Error(`${pattern} is nowhere in: ${this.printed}`)
    return Number(found)
  }

  /** The traces of the plot with this in its title, by name. */
  plot(title: string): Readonly<Record<string, ShownTrace>> {
    const figure = this.outputs
      .map(
        ({ data }) => data?.[PLOTLY_MIME] as { data: ShownTrace[]; layout: { title?: { text?: string } } } | undefined,
      )
      .find(shown => shown?.layout.title?.text?.includes(title))
    if (!figure) throw new Error(`There is no plot '${title}'.`)
    return Object.fromEntries(figure.data.map(trace => [trace.name, trace]))
  }

  /** Rows of the first table that has this column. */
  table(column: string): readonly Readonly<Record<string, unknown>>[] {
    for (const state of this.states()) {
      if (state.kind !== 'table' || !state.columns.some(({ name }) => name === column)) continue
      const names = state.columns.map(({ name }) => name)
      return state.rows.map(row => Object.fromEntries(names.map((name, i) => [name, row[i]])))
    }
    throw new Error(`There is no table with a column '${column}'.`)
  }

  /** The overall figure of a metric on the panel. */
  metric(name: string): number {
    for (const state of this.states()) {
      const metric = state.kind === 'metrics' ? state.metrics.find(shown => shown.name === name) : undefined
      if (typeof metric?.cumulative === 'number') return metric.cumulative
    }
    throw new Error(`There is no metric '${name}'.`)
  }

  private states(): LiveState[] {
    return this.outputs.flatMap(({ data }) => (data?.[LIVE_MIME] as { state?: LiveState } | undefined)?.state ?? [])
  }
}
