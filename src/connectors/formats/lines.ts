import { isUtf8 } from 'node:buffer'

/** One line of a block. */
export interface Line {
  /** Without its line end (LF or CRLF). */
  readonly text: string
  /** False when bytes of it are not UTF-8; they stand in `text` as U+FFFD. */
  readonly valid: boolean
}

/** The lines of a block of bytes; a line end at its very end opens no further line. */
export function linesOf(block: Buffer): Line[] {
  if (block.length === 0) return []
  const lines: Line[] = []
  const text = block.toString()
  const valid = !text.includes('\uFFFD') || isUtf8(block)
  if (!valid) return linesOfInvalid(block)
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf('\n', start)
    if (end < 0) end = text.length
    const cut = end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end
    lines.push({ text: text.slice(start, cut), valid: true })
    start = end + 1
  }
  return lines
}

/** As above, line by line, so that one bad byte taints its own line only. */
function linesOfInvalid(block: Buffer): Line[] {
  const lines: Line[] = []
  for (let start = 0; start < block.length; ) {
    let end = block.indexOf(10, start)
    if (end < 0) end = block.length
    const cut = end > start && block[end - 1] === 13 ? end - 1 : end
    const bytes = block.subarray(start, cut)
    lines.push({ text: bytes.toString(), valid: isUtf8(bytes) })
    start = end + 1
  }
  return lines
}

export const NOT_UTF8 = 'it holds bytes that are not UTF-8 text'
