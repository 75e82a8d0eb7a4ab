import { escapeHtml } from '../base/escapeHtml.ts'
import { fromNotebookOutput } from '../nbformat/cellOutputs.ts'
import type { NotebookOutput } from '../nbformat/notebookDocument.ts'
import { LIVE_MIME, PLOTLY_MIME } from '../protocol/live.ts'
import type { MimeBundle } from '../protocol/messages.ts'
import { markdownHtml } from './markdownHtml.ts'

/** MIME types that the page's script draws, as in VS Code. */
export const DRAWN_MIMES = [LIVE_MIME, PLOTLY_MIME] as const

/** One output of a notebook file as HTML: the richest form that it has. Whatever it holds, no script of its own runs. */
export function outputHtml(output: NotebookOutput): string {
  const known = fromNotebookOutput(output)
  if (!known) return ''
  if (known.kind === 'stream') return textHtml(known.text, known.name)
  if (known.kind === 'error') {
    const { name, message, stack } = known.error
    return textHtml([`${name}: ${message}`, stack].filter(Boolean).join('\n'), 'error')
  }
  return `<div class="output">${bundleHtml(known.data)}</div>`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character begins a terminal's colours
const COLORS = /\u001b\[[\d;]*m/g

function textHtml(text: string, kind: string): string {
  return `<pre class="output ${kind}">${escapeHtml(text.replace(COLORS, ''))}</pre>`
}

function bundleHtml(data: MimeBundle): string {
  const plain = typeof data['text/plain'] === 'string' ? data['text/plain'] : ''
  for (const mime of DRAWN_MIMES) {
    if (data[mime] === undefined) continue
    // A closing tag within the data would end it.
    const json = JSON.stringify(data[mime]).replaceAll('<', '\\u003c')
    return `<div data-mime="${mime}"><script type="application/json">${json}</script><div class="drawn"><pre>${escapeHtml(plain)}</pre></div></div>`
  }
  for (const [mime, value] of Object.entries(data)) {
    if (/^image\/(png|jpeg|gif|webp)$/.test(mime) && typeof value === 'string')
      return `<img alt="${escapeHtml(plain)}" src="data:${mime};base64,${escapeHtml(value.replace(/\s+/g, ''))}">`
    // As an image an SVG runs no scripts.
    if (mime === 'image/svg+xml' && typeof value === 'string')
      return `<img alt="${escapeHtml(plain)}" src="data:image/svg+xml,${encodeURIComponent(value)}">`
  }
  const html = data['text/html']
  // In a tree of its own, so that its styles and unclosed tags stay inside.
  if (typeof html === 'string')
    return `<div class="html"><template shadowrootmode="open"><style>${SHADOW_STYLE}</style>${withoutTemplates(html)}</template></div>`
  const markdown = data['text/markdown']
  if (typeof markdown === 'string') return markdownHtml(markdown)
  if (plain !== '') return `<pre>${escapeHtml(plain.replace(COLORS, ''))}</pre>`
  const [other] = Object.entries(data)
  return other ? `<pre>${escapeHtml(`${other[0]}\n${JSON.stringify(other[1], null, 1)}`)}</pre>` : ''
}

const SHADOW_STYLE =
  'table{border-collapse:collapse;font-size:12px;font-variant-numeric:tabular-nums}th,td{padding:2px 10px;border-bottom:1px solid light-dark(#e5e5e5,#313131);text-align:left}'

/** The one tag that would end the tree around it. */
function withoutTemplates(html: string): string {
  return html.replace(/<\/?template\b[^>]*>/gi, '')
}
