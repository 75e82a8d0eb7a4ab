/** How a program's JSON writer lays out what it writes. */
export interface Layout {
  /** null: all in one line. */
  readonly indent: string | null
  readonly sorted?: boolean
  /** Characters beyond ASCII as escapes: in lower case as Python writes them, or in upper case. */
  readonly escapes?: 'lower' | 'upper'
  /** `<`, `>` and `&` as escapes, as writers do whose JSON may stand in HTML. */
  readonly htmlSafe?: boolean
  readonly slashes?: boolean
  readonly colon?: string
  /** Between members in one line. */
  readonly comma?: string
  /** Short lists in one line, as prettier does. */
  readonly shortLists?: boolean
  readonly lineEnd?: '\r\n' | '\n'
  readonly ending: string
  readonly byteOrderMark?: boolean
}

/** A number that is to stand in the text as it is written here: `1.0`, `1E+2`. */
export class Written {
  constructor(readonly text: string) {}
}

/** A value as the text of a file. Written apart from the code under test, which must keep what stands here. */
export function writeJson(value: unknown, layout: Layout): string {
  const lineEnd = layout.lineEnd ?? '\n'
  const text = valueText(value, layout, '') + layout.ending
  return (layout.byteOrderMark ? '\uFEFF' : '') + text.replaceAll('\n', lineEnd)
}

function valueText(value: unknown, layout: Layout, outer: string): string {
  if (value instanceof Written) return value.text
  if (typeof value === 'string') return stringText(value, layout)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = outer + (layout.indent ?? '')
  const colon = layout.colon ?? ': '
  const keys = Object.keys(value).filter(key => Reflect.get(value, key) !== undefined)
  if (layout.sorted) keys.sort()
  const members = Array.isArray(value)
    ? value.map(item => valueText(item, layout, inner))
    : keys.map(key => stringText(key, layout) + colon + valueText(Reflect.get(value, key), layout, inner))
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  if (members.length === 0) return open + close
  if (layout.indent === null) return open + members.join(layout.comma ?? ',') + close
  const short = members.join(', ')
  if (layout.shortLists && Array.isArray(value) && short.length < 60 && !short.includes('\n'))
    return open + short + close
  return `${open}\n${inner}${members.join(`,\n${inner}`)}\n${outer}${close}`
}

function stringText(text: string, { escapes, htmlSafe, slashes }: Layout): string {
  const hex = (unit: string) => unit.charCodeAt(0).toString(16).padStart(4, '0')
  let written = JSON.stringify(text)
  if (escapes) {
    const toCase = (digits: string) => (escapes === 'upper' ? digits.toUpperCase() : digits)
    written = written.replace(/[\u007f-\uffff]/g, unit => `\\u${toCase(hex(unit))}`)
  }
  if (htmlSafe) written = written.replace(/[<>&]/g, unit => `\\u${hex(unit)}`)
  return slashes ? written.replaceAll('/', '\\/') : written
}
