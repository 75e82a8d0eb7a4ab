/** How a JSON text is laid out, as far as new parts of it should follow. */
export interface JsonStyle {
  /** One step of indentation; null when the text is written without line breaks. */
  readonly indent: string | null
  readonly lineEnd: string
}

/** Style of nbformat's own writer. */
export const NBFORMAT_STYLE: JsonStyle = { indent: ' ', lineEnd: '\n' }

/** Reads the style off the first member of the outermost object. */
export function detectJsonStyle(text: string): JsonStyle {
  const first = /^\s*\{[^\S\r\n]*(\r?\n)([^\S\r\n]*)/.exec(text)
  return first ? { indent: first[2] ?? '', lineEnd: first[1] ?? '\n' } : { indent: null, lineEnd: '\n' }
}

/** A value as text; every line after the first starts with `outerIndent`. */
export function printJson(value: unknown, style: JsonStyle, outerIndent: string): string {
  if (style.indent === null) return JSON.stringify(value)
  // JSON.stringify takes no empty indentation as one: a text whose members start at column 0 gets one blank.
  return JSON.stringify(value, null, style.indent || ' ').replaceAll('\n', style.lineEnd + outerIndent)
}
