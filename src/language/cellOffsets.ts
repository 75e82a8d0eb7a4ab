import type ts from 'typescript'
import type { CellModule } from './cellModule.ts'
import type { CellPosition, CellRange } from './messages.ts'

/** Where a cell's position stands in its module; undefined where the cell has no such line. */
export function offsetInModule(module: CellModule, position: CellPosition): number | undefined {
  const lineStart = lineStartsOf(module.code)[position.line - 1]
  if (lineStart === undefined) return undefined
  const offset = Math.min(module.code.length, lineStart + position.column - 1)
  const before = module.inserted.filter(({ at }) => at < offset)
  return module.start + offset + before.reduce((sum, { text }) => sum + text.length, 0)
}

/** The other way round. What lies before or behind the cell is its beginning or end; what was inserted, its place. */
export function positionInCell(module: CellModule, offset: number): CellPosition {
  return positionInText(module.code, offsetInCell(module, offset))
}

export function rangeInCell(module: CellModule, start: number, end: number): CellRange {
  return { start: positionInCell(module, start), end: positionInCell(module, end) }
}

/** Whether a stretch of the module is the cell's own. */
export function isWithin(module: CellModule, start: number, end = start): boolean {
  return start >= module.start && end <= module.end
}

/** Behind a last statement without a semicolon, TypeScript takes ours, on the next line, for its own. */
export function clipped(module: CellModule, { start, length }: ts.TextSpan): ts.TextSpan {
  const beyond = start + length - module.end
  return start <= module.end && beyond > 0 && beyond <= '\n;'.length
    ? { start, length: length - beyond }
    : { start, length }
}

/** 1-based line and column of an offset. */
export function positionInText(text: string, offset: number): CellPosition {
  const starts = lineStartsOf(text)
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] as number) <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - (starts[low] as number) + 1 }
}

function offsetInCell(module: CellModule, offset: number): number {
  let result = Math.min(Math.max(offset, module.start), module.end) - module.start
  for (const { at, text } of module.inserted) {
    if (result <= at) break
    result = Math.max(at, result - text.length)
  }
  return result
}

/** As VS Code and TypeScript's scanner end lines: LF, CR, CRLF. */
function lineStartsOf(text: string): number[] {
  const starts = [0]
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length)
  return starts
}
