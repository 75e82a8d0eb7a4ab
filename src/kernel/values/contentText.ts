import { progressText } from '../../api/progressText.ts'
import type { RichContent } from '../../protocol/richValue.ts'
import type { HtmlNode } from '../../protocol/safeHtml.ts'

/**
 * Content as a terminal shows it.
 *
 * @param live what stands for a stream's output
 */
export function contentText(content: RichContent, live: (outputId: string) => string): string {
  switch (content.type) {
    case 'html':
      return content.text
    case 'text':
      return content.text
    case 'image':
      return `[picture: ${content.alt}]`
    case 'progress':
      return progressText(content)
    case 'figure':
      return `Plotly figure with ${content.data.length} traces`
    case 'live':
      return live(content.output.outputId)
    case 'row':
      return content.parts.map(part => contentText(part, live)).join('\n\n')
    case 'tabs':
      return content.tabs.map(tab => `${tab.name}:\n${contentText(tab.content, live)}`).join('\n\n')
  }
}

const BLOCKS =
  /^(?:address|article|aside|blockquote|dd|div|dl|dt|figure|footer|h\d|header|hr|li|main|nav|ol|p|pre|section|table|tr|ul|caption)$/

/** What HTML says, without its form. */
export function nodesText(nodes: readonly HtmlNode[]): string {
  return nodes
    .map(nodeText)
    .join('')
    .replace(/[ \t]*\n\s*/g, '\n')
    .trim()
}

function nodeText(node: HtmlNode): string {
  if (typeof node === 'string') return node
  if (node.tag === 'br') return '\n'
  if (node.tag === 'img') return `[picture: ${node.attributes.alt ?? ''}]`
  const inner = node.children.map(nodeText).join('')
  if (node.tag === 'td' || node.tag === 'th') return `${inner}  `
  return BLOCKS.test(node.tag) ? `\n${inner}\n` : inner
}
