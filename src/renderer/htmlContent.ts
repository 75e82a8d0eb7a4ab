import type { RichContent } from '../protocol/richValue.ts'
import { type HtmlNode, isSafeTag, safeAttribute } from '../protocol/safeHtml.ts'
import { h } from './dom.ts'
import type { StateView } from './stateView.ts'

const MAX_DEPTH = 110

/**
 * HTML from nodes. Each is held against the list of what is harmless once more, since a file may hold anything; elements are
 * built one by one, so that nothing is ever parsed here.
 */
export class HtmlContent implements StateView<Extract<RichContent, { type: 'html' }>> {
  readonly element = h('div', 'flinknb-html')
  private drawn: string | undefined

  draw({ nodes }: { readonly nodes: readonly HtmlNode[] }): void {
    const key = JSON.stringify(nodes)
    if (key === this.drawn) return
    this.drawn = key
    this.element.replaceChildren(...elements(nodes, 0))
  }

  dispose(): void {
    this.element.remove()
  }
}

function elements(nodes: unknown, depth: number): (Node | string)[] {
  if (!Array.isArray(nodes)) return []
  return nodes.map(node => (typeof node === 'string' ? node : element(node, depth)))
}

function element(node: Partial<Exclude<HtmlNode, string>> | null, depth: number): Node | string {
  const { tag, attributes = {}, children } = node ?? {}
  if (typeof tag !== 'string' || !isSafeTag(tag) || depth > MAX_DEPTH) return ''
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    const kept = typeof value === 'string' ? safeAttribute(tag, name, value) : undefined
    if (kept === undefined) continue
    // Through the object model: a content security policy may forbid the attribute.
    if (name === 'style') made.style.cssText = kept
    else made.setAttribute(name, kept)
  }
  made.append(...elements(children, depth + 1))
  return made
}
