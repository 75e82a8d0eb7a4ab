import { formerPositions } from './alignItems.ts'
import { isMultilineText, joinLines, type MultilineText, splitLines } from './multilineText.ts'

/** What Python's `splitlines`, with which Jupyter splits a source, takes for the end of a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they end lines
const LINE_END = /[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]$/
const MAX_COMPARISONS = 1_000_000

/**
 * A cell's source as the file should have it: in the form of the old one (one string, or pieces cut at the same places),
 * with the old line ends on the lines that stayed.
 *
 * @param source as an editor has it, which may know one kind of line end only
 * @param old as the file has it
 */
export function sourceJson(source: string, old: unknown): MultilineText {
  if (!isMultilineText(old)) return splitLines(source)
  const written = joinLines(old)
  // An editor shows one kind of line end only: one that differs is no change of the person's.
  if (withPlainLineEnds(written) === withPlainLineEnds(source)) return old
  const text = source.includes('\r') ? source : withLineEndsOf(written, source)
  return typeof old === 'string' ? text : splitLike(old, text)
}

function withPlainLineEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}

/** Lines that stood in the old text end as there; new ones as its first. */
function withLineEndsOf(old: string, source: string): string {
  if (!old.includes('\r')) return source
  const before = [...old.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)].map(([, line = '', end = '']) => ({ line, end }))
  const after = source.split('\n')
  const usual = before[0]?.end || '\n'
  const lines = before.map(({ line }) => line)
  const former = formerPositions(lines, after, (a, b) => a === b, MAX_COMPARISONS)
  const endOf = (index: number) => before[former[index] ?? -1]?.end || usual
  return after.map((line, index) => line + (index < after.length - 1 ? endOf(index) : '')).join('')
}

/** The text in pieces: those of the old list that it begins and ends with, and lines in between. */
function splitLike(old: readonly string[], text: string): string[] {
  let head = 0
  let start = 0
  for (; head < old.length; head++) {
    const piece = old[head] as string
    if (!LINE_END.test(piece) || !text.startsWith(piece, start)) break
    start += piece.length
  }
  let tail = old.length
  let end = text.length
  for (; tail > head; tail--) {
    const piece = old[tail - 1] as string
    const before = end - piece.length
    if (before < start || !text.startsWith(piece, before) || !LINE_END.test(text.slice(0, before))) break
    end = before
  }
  return [...old.slice(0, head), ...splitLines(text.slice(start, end)), ...old.slice(tail)]
}
