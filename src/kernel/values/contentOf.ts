import { HtmlValue, ImageValue, MarkdownValue, ProgressValue, RowValue, TabsValue } from '../../api/richValues.ts'
import { FlinknbError } from '../../base/errors.ts'
import { PLOTLY_MIME, type PlotlyLayout, type PlotlyTrace } from '../../protocol/live.ts'
import type { RichContent } from '../../protocol/richValue.ts'
import { cutText } from '../output/cutText.ts'
import { nodesText } from './contentText.ts'
import { htmlNodes } from './htmlNodes.ts'
import { markdownNodes } from './markdownNodes.ts'
import { mimeBundleOf } from './mimeBundleOf.ts'

/** What a live value within others becomes; undefined for what is not alive. */
export type LiveContent = (value: unknown) => RichContent | undefined

/** Rows within tabs within rows: deeper is a mistake, or a value that holds itself. */
const MAX_DEPTH = 10

/** A value as it is drawn. */
export function contentOf(value: unknown, live: LiveContent, depth = 0): RichContent {
  if (value instanceof HtmlValue) {
    const nodes = htmlNodes(value.html)
    return { type: 'html', nodes, text: nodesText(nodes) }
  }
  if (value instanceof MarkdownValue) {
    const text = cutText(value.markdown)
    return { type: 'html', nodes: markdownNodes(text), text }
  }
  if (value instanceof ImageValue) return imageContent(value)
  if (value instanceof ProgressValue) {
    const { label, done, total, state, elapsedMs } = value
    return { type: 'progress', label, done, total, state, elapsedMs }
  }
  if (value instanceof RowValue || value instanceof TabsValue) {
    if (depth >= MAX_DEPTH) throw new FlinknbError('INVALID_OPTION', 'display: rows and tabs are nested too deeply.')
    const part = (inner: unknown) => contentOf(inner, live, depth + 1)
    if (value instanceof RowValue) return { type: 'row', parts: value.parts.map(part) }
    return { type: 'tabs', tabs: Object.entries(value.tabs).map(([name, inner]) => ({ name, content: part(inner) })) }
  }
  return live(value) ?? plainContent(value)
}

function imageContent({ mime, bytes, alt }: ImageValue): RichContent {
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  return { type: 'image', mime, base64, alt }
}

/** What standard types say well enough: figures, tables and models as HTML of ours, everything else as text. */
function plainContent(value: unknown): RichContent {
  const bundle = mimeBundleOf(value)
  const figure = bundle[PLOTLY_MIME] as { data: readonly PlotlyTrace[]; layout: PlotlyLayout } | undefined
  if (figure) return { type: 'figure', data: figure.data, layout: figure.layout }
  const html = bundle['text/html']
  if (typeof html === 'string') return { type: 'html', nodes: htmlNodes(html), text: String(bundle['text/plain']) }
  return { type: 'text', text: String(bundle['text/plain']) }
}
