/** How a JSON text is laid out, as far as new parts of it should follow. */
export interface JsonStyle {
  /** One step of indentation; null when the text is written without line breaks. */
  readonly indent: string | null
  readonly lineEnd: string
  /** Behind a comma within a line: Python's one-line form has a blank there, JavaScript's has none. */
  readonly comma: ',' | ', '
  /** Between key and value. */
  readonly colon: ':' | ': '
  /** Characters beyond ASCII stand as `\u00e9`. */
  readonly ascii: boolean
}

/** Style of nbformat's own writer. */
export const NBFORMAT_STYLE: JsonStyle = { indent: ' ', lineEnd: '\n', comma: ',', colon: ': ', ascii: false }

/** Reads the style off the first members of the outermost object. */
export function detectJsonStyle(text: string): JsonStyle {
  const broken = /^\s*\{[^\S\r\n]*(\r?\n)([^\S\r\n]*)/.exec(text)
  const colon = /^\s*\{\s*"(?:[^"\\]|\\.)*"\s*:(?=\S)/.test(text) ? ':' : ': '
  const layout = broken
    ? ({ indent: broken[2] ?? '', lineEnd: broken[1] ?? '\n', comma: ',' } as const)
    : ({ indent: null, lineEnd: '\n', comma: colon === ':' ? ',' : ', ' } as const)
  return { ...layout, colon, ascii: isEscaped(text) }
}

/** Whether a text has characters beyond ASCII, and every one of them as an escape. */
function isEscaped(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is what ASCII is
  return /(?<!\\)(?:\\\\)*\\u(?!00[0-7])[0-9a-f]{4}/i.test(text) && !/[^\u0000-\u007f]/.test(text)
}

/** A value as text; every line after the first starts with `outerIndent`. */
export function printJson(value: unknown, style: JsonStyle, outerIndent: string): string {
  if (typeof value === 'string') return printString(value, style)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  const inner = outerIndent + (style.indent ?? '')
  const members = Array.isArray(value)
    ? value.map(item => printJson(item, style, inner))
    : Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => `${printString(key, style)}${style.colon}${printJson(member, style, inner)}`)
  if (members.length === 0) return `${open}${close}`
  if (style.indent === null) return `${open}${members.join(style.comma)}${close}`
  const newLine = style.lineEnd + inner
  return `${open}${newLine}${members.join(`,${newLine}`)}${style.lineEnd}${outerIndent}${close}`
}

/** A string in quotes. */
export function printString(text: string, style: Pick<JsonStyle, 'ascii'>): string {
  const printed = JSON.stringify(text)
  if (!style.ascii) return printed
  return printed.replace(/[\u007f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
