import type { LiveOutput, PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'

/** What a notebook's output item holds, checked: files come from anywhere. */
export function readLiveOutput(json: unknown): LiveOutput {
  const output = json as Partial<LiveOutput> | null
  if (output?.version !== 1 || typeof output.outputId !== 'string' || !isState(output.state)) {
    throw new Error('This output was written by another version of flinknb. Run the cell again to see it.')
  }
  return output as LiveOutput
}

/** A plotly figure out of an output item. */
export function readFigure(json: unknown): { data: readonly PlotlyTrace[]; layout: PlotlyLayout; summary: string } {
  const figure = json as { data?: unknown; layout?: unknown } | null
  if (!Array.isArray(figure?.data)) throw new Error('This output is not a plotly figure: it has no data.')
  const layout = figure.layout !== null && typeof figure.layout === 'object' ? (figure.layout as PlotlyLayout) : {}
  const { summary } = (layout.meta ?? {}) as { summary?: unknown }
  return { data: figure.data as PlotlyTrace[], layout, summary: typeof summary === 'string' ? summary : '' }
}

function isState(state: unknown): boolean {
  if (state === null || typeof state !== 'object' || !('kind' in state)) return false
  if (state.kind === 'value') return isContent((state as { content?: unknown }).content)
  if (!('status' in state)) return false
  const { kind, status } = state
  const part = { table: 'rows', plot: 'data', metrics: 'metrics', graph: 'jobs' }[String(kind)]
  return part !== undefined && Array.isArray((state as Record<string, unknown>)[part]) && typeof status === 'object'
}

/** Of what is within each part is checked when it is drawn. */
function isContent(content: unknown): boolean {
  return content !== null && typeof content === 'object' && 'type' in content
}
