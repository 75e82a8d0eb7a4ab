/** A line that one of two texts has, or (' ') both. */
export interface DiffLine {
  readonly sign: '-' | '+' | ' '
  readonly text: string
}

/** Beyond so many lines on both sides the middle is shown as replaced, which costs no time. */
const MAX_LINES = 2_000

/**
 * What leads from one list of lines to another: as few changes as possible (longest common subsequence), with `context`
 * lines around each.
 */
export function lineDifference(before: readonly string[], after: readonly string[], context = 2): DiffLine[] {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  const most = Math.min(before.length, after.length) - head
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  const middle = difference(before.slice(head, before.length - tail), after.slice(head, after.length - tail))
  const all = [...before.slice(0, head).map(same), ...middle, ...before.slice(before.length - tail).map(same)]
  const near = (index: number) => all.slice(Math.max(0, index - context), index + context + 1).some(l => l.sign !== ' ')
  return all.filter((_, index) => near(index))
}

function same(text: string): DiffLine {
  return { sign: ' ', text }
}

function difference(before: readonly string[], after: readonly string[]): DiffLine[] {
  const removed = (text: string): DiffLine => ({ sign: '-', text })
  const added = (text: string): DiffLine => ({ sign: '+', text })
  if (before.length > MAX_LINES || after.length > MAX_LINES) return [...before.map(removed), ...after.map(added)]
  // lengths[i][j]: lines that before from i and after from j have in common.
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1))
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0
  for (let i = before.length - 1; i >= 0; i--) {
    const row = lengths[i] as Uint16Array
    for (let j = after.length - 1; j >= 0; j--)
      row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  }
  const lines: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push(same(before[i] as string))
      i++
      j++
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1)))
      lines.push(removed(before[i++] as string))
    else lines.push(added(after[j++] as string))
  }
  return lines
}
