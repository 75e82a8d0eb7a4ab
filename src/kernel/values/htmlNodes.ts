import { type DefaultTreeAdapterMap, parseFragment } from 'parse5'
import { type HtmlNode, isSafeTag, safeAttribute } from '../../protocol/safeHtml.ts'

type Parsed = DefaultTreeAdapterMap['node']

/** Elements whose content is not for reading: it goes with them. Others that are not on the list leave their content behind. */
const WITH_CONTENT: ReadonlySet<string> = new Set(
  (
    'script style template iframe object embed noscript noembed noframes svg math title textarea select head xmp plaintext ' +
    'audio video canvas applet frameset'
  ).split(' '),
)
const MAX_DEPTH = 100
const MAX_CHARACTERS = 1_000_000

/** HTML, read as a browser reads it, as nodes of the list of what is harmless. At most a million characters of it. */
export function htmlNodes(html: string): readonly HtmlNode[] {
  const cut = html.length > MAX_CHARACTERS
  const nodes = parseFragment(cut ? html.slice(0, MAX_CHARACTERS) : html).childNodes.flatMap(node => safe(node, 0))
  return cut ? [...nodes, `… ${(html.length - MAX_CHARACTERS).toLocaleString('en')} more characters`] : nodes
}

function safe(node: Parsed, depth: number): HtmlNode[] {
  if (node.nodeName === '#text') return [(node as DefaultTreeAdapterMap['textNode']).value]
  if (!('tagName' in node) || WITH_CONTENT.has(node.tagName)) return []
  if (depth > MAX_DEPTH) return ['…']
  const children = node.childNodes.flatMap(child => safe(child, depth + 1))
  if (!isSafeTag(node.tagName)) return children
  const attributes = node.attrs.flatMap(({ name, value }) => {
    const kept = safeAttribute(node.tagName, name, value)
    return kept === undefined ? [] : [[name, kept] as const]
  })
  return [{ tag: node.tagName, attributes: Object.fromEntries(attributes), children }]
}
