import { formatNumber } from '../../plot/formatNumber.ts'
import type { PlotlyTrace } from '../../protocol/live.ts'

const BLOCKS = '▁▂▃▄▅▆▇█'
const WIDTH = 60
const MAX_LINES = 6

/** The first traces of a plot as lines of block characters for a terminal, each from its lowest to its highest value. */
export function sparkText(traces: readonly PlotlyTrace[]): string[] {
  const drawable = traces.filter(trace => numbers(trace.y).length > 1)
  const names = drawable.slice(0, MAX_LINES).map(trace => String(trace.name ?? ''))
  const width = Math.max(0, ...names.map(name => name.length))
  const lines = drawable.slice(0, MAX_LINES).map((trace, index) => {
    const values = numbers(trace.y)
    const low = values.reduce((a, b) => Math.min(a, b))
    const high = values.reduce((a, b) => Math.max(a, b))
    return `${names[index]?.padEnd(width)}  ${blocks(values, low, high)}  ${formatNumber(low)} to ${formatNumber(high)}`
  })
  const more = drawable.length - lines.length
  return more > 0 ? [...lines, `… and ${more} more`] : lines
}

function blocks(values: readonly number[], low: number, high: number): string {
  const columns = Math.min(WIDTH, values.length)
  let text = ''
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * values.length) / columns)
    const to = Math.max(from + 1, Math.floor(((column + 1) * values.length) / columns))
    const mean = values.slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from)
    const level = high > low ? Math.min(7, Math.floor(((mean - low) / (high - low)) * 8)) : 3
    text += BLOCKS[level]
  }
  return text
}

function numbers(y: unknown): number[] {
  return Array.isArray(y) ? y.filter(value => typeof value === 'number') : []
}
