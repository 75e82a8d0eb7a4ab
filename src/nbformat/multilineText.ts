/** Text as nbformat keeps it: a string, or an array of lines that keep their line ends. */
export type MultilineText = string | readonly string[]

export function isMultilineText(value: unknown): value is MultilineText {
  return typeof value === 'string' || (Array.isArray(value) && value.every(line => typeof line === 'string'))
}

export function joinLines(text: MultilineText): string {
  return typeof text === 'string' ? text : text.join('')
}

/** Lines with their `\n`, as Jupyter splits them; no line for an empty text. */
export function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}
