import { type JsonStyle, printString } from './jsonStyle.ts'

/** One UTF-16 unit of a string, or one escape that stands for it. */
const UNIT = /\\u[0-9a-fA-F]{4}|\\.|[^\\]/gsu

/**
 * A JSON string with another value: what both values begin and end with stays as it is written, escapes and all.
 *
 * @param written the old string with its quotes
 */
export function rewriteString(written: string, old: string, value: string, style: JsonStyle): string {
  const units = written.slice(1, -1).match(UNIT) ?? []
  const most = Math.min(old.length, value.length)
  let head = 0
  while (head < most && old.charCodeAt(head) === value.charCodeAt(head)) head++
  if (splitsPair(old, head) || splitsPair(value, head)) head--
  let tail = 0
  while (tail < most - head && old.charCodeAt(old.length - 1 - tail) === value.charCodeAt(value.length - 1 - tail))
    tail++
  if (splitsPair(old, old.length - tail) || splitsPair(value, value.length - tail)) tail--
  const kept = [headOf(units, head), tailOf(units, tail)]
  const middle = printString(value.slice(head, value.length - tail), style).slice(1, -1)
  return `"${kept[0]}${middle}${kept[1]}"`
}

/** Whether a position lies within a character that takes two units. */
function splitsPair(text: string, position: number): boolean {
  return (
    position > 0 &&
    position < text.length &&
    /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(position - 1, position + 1))
  )
}

/** The written units that stand for the first `length` units of the value. */
function headOf(units: readonly string[], length: number): string {
  let taken = 0
  let count = 0
  while (taken < length) taken += widthOf(units[count++] as string)
  return units.slice(0, count).join('')
}

function tailOf(units: readonly string[], length: number): string {
  let taken = 0
  let from = units.length
  while (taken < length) taken += widthOf(units[--from] as string)
  return units.slice(from).join('')
}

/** An escape stands for one unit, however long it is written; an emoji that stands as it is, for two. */
function widthOf(unit: string): number {
  return unit.startsWith('\\') ? 1 : unit.length
}
