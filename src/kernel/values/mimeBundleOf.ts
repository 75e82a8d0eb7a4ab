import { StaticPlot } from '../../plot/staticPlot.ts'
import { PLOTLY_MIME } from '../../protocol/live.ts'
import type { MimeBundle } from '../../protocol/messages.ts'
import { dataFrameTable, isFrame } from './dataFrameTable.ts'
import { tableHtml, tableText } from './dataTable.ts'
import { figureOf } from './figure.ts'
import { inspectText } from './inspectText.ts'
import { isDescribable, modelBundle } from './modelBundle.ts'

/**
 * A value in standard MIME types: plots as plotly figures, DataFrames and models as tables, everything as text. What a
 * value says about itself may be wrong (a getter that throws): then it is shown as text, with what went wrong.
 */
export function mimeBundleOf(value: unknown): MimeBundle {
  try {
    return richBundle(value) ?? { 'text/plain': inspectText(value) }
  } catch (error) {
    return { 'text/plain': `${inspectText(value)}\n[could not be shown better: ${String(error)}]` }
  }
}

function richBundle(value: unknown): MimeBundle | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (value instanceof StaticPlot) return { ...value.mimeBundle(), [PLOTLY_MIME]: figureOf(value) }
  if (isFrame(value)) {
    const table = dataFrameTable(value)
    return { 'text/html': tableHtml(table), 'text/plain': tableText(table) }
  }
  if (isDescribable(value)) return modelBundle(value)
  const figure = Object.getPrototypeOf(value) === Object.prototype ? figureOf(value) : undefined
  if (!figure) return undefined
  return { [PLOTLY_MIME]: figure, 'text/plain': `Plotly figure with ${figure.data.length} traces` }
}
