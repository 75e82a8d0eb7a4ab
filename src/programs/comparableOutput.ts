import { fromNotebookOutput, joinStreams } from '../nbformat/cellOutputs.ts'
import { isJsonObject, type JsonObject } from '../nbformat/json.ts'
import type { NotebookCell } from '../nbformat/notebookDocument.ts'
import type { GraphJob } from '../protocol/graph.ts'
import { LIVE_MIME, type LiveState, PLOTLY_MIME } from '../protocol/live.ts'
import type { CellOutput, MimeBundle } from '../protocol/messages.ts'
import type { ValueState } from '../protocol/richValue.ts'

/**
 * A cell's outputs as lines that are the same whenever the same came out. Left out is what differs between two runs over the
 * same records: durations, rates, ids of outputs, the last digits of fractions (which another processor may round otherwise), the history of metrics (which follows the clock), frames of stacks. A cell
 * with the tag `volatile` has no lines.
 */
export function comparableOutput(cell: NotebookCell): string[] {
  const { tags } = cell.metadata
  if (Array.isArray(tags) && tags.includes('volatile')) return []
  const outputs = joinStreams(cell.outputs.flatMap(output => fromNotebookOutput(output) ?? []))
  return outputs.flatMap(linesOf)
}

function linesOf(output: CellOutput): string[] {
  if (output.kind === 'stream') return headed(output.name, steady(output.text.replace(/\n$/, '')))
  if (output.kind === 'error') return headed('error', steady(`${output.error.name}: ${output.error.message}`))
  return bundleLines(output.kind, output.data)
}

function headed(head: string, text: string): string[] {
  return [`${head}:`, ...text.split('\n').map(line => `  ${line}`)]
}

function bundleLines(kind: string, data: MimeBundle): string[] {
  const live = data[LIVE_MIME] as { state?: LiveState } | undefined
  // What a value says is in its text.
  if (live?.state && live.state.kind !== 'value')
    return [`${kind}: ${live.state.kind}`, ...stateLines(live.state).map(line => `  ${line}`)]
  const figure = data[PLOTLY_MIME]
  if (isJsonObject(figure)) return [`${kind}: plot`, ...figureLines(figure).map(line => `  ${line}`)]
  const text = data['text/plain']
  if (typeof text === 'string') return headed(kind, steady(text))
  // What is no text is told apart by its content.
  return [`${kind}:`, ...Object.entries(data).map(([mime, value]) => `  ${mime} ${JSON.stringify(value)}`)]
}

function stateLines(state: Exclude<LiveState, ValueState>): string[] {
  // How far a graph has come when it is looked at is a matter of time; its shape is not.
  if (state.kind === 'graph') return state.jobs.flatMap(jobLines)
  const { phase, records, late, malformed, error } = state.status
  const status = `${phase}, ${records} records, ${late} late, ${malformed} malformed${error ? `: ${error}` : ''}`
  if (state.kind === 'plot') return [...figureLines(state as unknown as JsonObject), status]
  if (state.kind === 'table') {
    const rows = state.rows.map(row => row.map(shown).join(' | '))
    return [state.columns.map(column => column.name).join(' | '), ...rows, status]
  }
  const metrics = state.metrics.map(
    ({ name, cumulative, windowed }) => `${name} ${shown(cumulative)}, windowed ${shown(windowed)}`,
  )
  return [state.title, ...metrics, status].filter(Boolean)
}

function jobLines({ operators, arrows }: GraphJob): string[] {
  return [
    ...operators.map(({ kind, name }) => `${kind} ${name}`),
    ...arrows.map(({ from, to, side }) => `${from} → ${to}${side === undefined ? '' : ` (${side})`}`),
  ]
}

/** A trace in a line each: its name, and each of its columns. */
function figureLines({ data }: JsonObject): string[] {
  if (!Array.isArray(data)) return []
  return data.flatMap((trace: JsonObject) => [
    `${trace.type ?? 'trace'} ${trace.name ?? ''}`.trim(),
    ...['x', 'y', 'z', 'values', 'labels', 'text']
      .filter(key => Array.isArray(trace[key]))
      .map(key => `  ${key} ${shown(trace[key])}`),
  ])
}

/** A value as JSON, fractions to twelve significant digits. */
function shown(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'number' && !Number.isInteger(part) ? Number(part.toPrecision(12)) : part,
  )
}

/** Text without durations (`12 ms`, `1.5s`) and rates (`1,200/s`). */
function steady(text: string): string {
  return text
    .replace(/\b\d[\d,.]*\s?(?:k|M)?\s?(?:\w+\/s|\/s)(?![\w/])/g, '‹rate›')
    .replace(/\b\d+(?:[.,]\d+)*\s?(?:µs|us|ms|s|seconds?|milliseconds?)\b/g, '‹duration›')
}
