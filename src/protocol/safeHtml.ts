/** HTML as plain data: text, or an element of the list below. Whoever draws it builds elements; it is never markup again. */
export type HtmlNode = string | HtmlElementNode

export interface HtmlElementNode {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly HtmlNode[]
}

/** Elements that show something and do nothing. No forms, frames, styles, scripts, media, SVG or MathML. */
const TAGS: ReadonlySet<string> = new Set(
  (
    'a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em ' +
    'figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp section ' +
    'small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr'
  ).split(' '),
)

const GLOBAL: readonly string[] = ['title', 'lang', 'dir', 'style', 'align']
/** No `id`, `name` or `class`: they would reach what belongs to the page around. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  img: ['src', 'alt', 'width', 'height'],
  ol: ['start', 'reversed', 'type'],
  li: ['value'],
  td: ['colspan', 'rowspan', 'headers'],
  th: ['colspan', 'rowspan', 'scope'],
  col: ['span', 'width'],
  colgroup: ['span'],
  details: ['open'],
  time: ['datetime'],
}

const STYLES: ReadonlySet<string> = new Set(
  (
    'color background-color text-align vertical-align font-weight font-style font-size font-family text-decoration white-space ' +
    'line-height width max-width min-width height padding padding-left padding-right padding-top padding-bottom margin margin-left ' +
    'margin-right margin-top margin-bottom border border-left border-right border-top border-bottom border-color border-radius ' +
    'border-collapse list-style-type font-variant-numeric display gap opacity overflow text-overflow'
  ).split(' '),
)
/** Words, lengths, colours and the editor's variables: nothing that loads or calls. */
const STYLE_VALUE = /^(?:[\w\s#%.,'"-]|\b(?:rgba?|hsla?|var|calc)\((?:[\w\s#%.,-]|\brgba?\([\d\s.,%]*\))*\))*$/

export function isSafeTag(tag: string): boolean {
  return TAGS.has(tag)
}

/** An attribute's value as it may stand, or undefined when it may not. */
export function safeAttribute(tag: string, name: string, value: string): string | undefined {
  const own = Object.hasOwn(ATTRIBUTES, tag) ? (ATTRIBUTES[tag] ?? []) : []
  if (!GLOBAL.includes(name) && !own.includes(name)) return undefined
  if (name === 'style') return safeStyle(value)
  if (name === 'href') return isSafeAddress(value) ? value.trim() : undefined
  // Only what is within the text itself: an address would tell its server who reads this.
  if (name === 'src') return /^data:image\/(?:png|jpeg|gif|webp);base64,[\w+/=\s]*$/.test(value) ? value : undefined
  return value
}

function isSafeAddress(value: string): boolean {
  return /^\s*(?:https?:\/\/|mailto:)/i.test(value)
}

function safeStyle(value: string): string | undefined {
  const kept = value.split(';').flatMap(declaration => {
    const colon = declaration.indexOf(':')
    const property = declaration.slice(0, colon).trim().toLowerCase()
    const content = declaration.slice(colon + 1).trim()
    return colon > 0 && STYLES.has(property) && STYLE_VALUE.test(content) ? [`${property}:${content}`] : []
  })
  return kept.length > 0 ? kept.join(';') : undefined
}
