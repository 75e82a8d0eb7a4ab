import { progressText } from '../../api/progressText.ts'
import { escapeHtml } from '../../base/escapeHtml.ts'
import type { RichContent } from '../../protocol/richValue.ts'
import type { HtmlNode } from '../../protocol/safeHtml.ts'

const VOID: ReadonlySet<string> = new Set(['br', 'hr', 'img', 'wbr', 'col'])

/**
 * Content as HTML for whoever knows nothing of flinknb: Jupyter, GitHub.
 *
 * @param live what stands for a stream's output
 */
export function contentHtml(content: RichContent, live: (outputId: string) => string): string {
  switch (content.type) {
    case 'html':
      return content.nodes.map(nodeHtml).join('')
    case 'text':
      return `<pre>${escapeHtml(content.text)}</pre>`
    case 'image':
      return `<img alt="${escapeHtml(content.alt)}" src="data:${content.mime};base64,${content.base64}">`
    case 'progress':
      return `<p>${escapeHtml(progressText(content))}</p>`
    case 'figure':
      return '<p>A plotly figure.</p>'
    case 'live':
      return live(content.output.outputId)
    case 'row':
      return content.parts.map(part => `<div>${contentHtml(part, live)}</div>`).join('')
    case 'tabs':
      return content.tabs
        .map(tab => `<div><p><b>${escapeHtml(tab.name)}</b></p>${contentHtml(tab.content, live)}</div>`)
        .join('')
  }
}

function nodeHtml(node: HtmlNode): string {
  if (typeof node === 'string') return escapeHtml(node)
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escapeHtml(value)}"`)
  const open = `<${node.tag}${attributes.join('')}>`
  return VOID.has(node.tag) ? open : `${open}${node.children.map(nodeHtml).join('')}</${node.tag}>`
}
