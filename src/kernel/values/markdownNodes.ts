import MarkdownIt from 'markdown-it'
import type { HtmlNode } from '../../protocol/safeHtml.ts'
import { htmlNodes } from './htmlNodes.ts'

/** Markdown as nodes; HTML within it is text. */
export function markdownNodes(markdown: string): readonly HtmlNode[] {
  return htmlNodes(new MarkdownIt({ html: false, linkify: true }).render(markdown))
}
