import { alignItems } from '../nbformat/alignItems.ts'

/** A line that one of two texts has, or (' ') both. */
export interface DiffLine {
  readonly sign: '-' | '+' | ' '
  readonly text: string
}

/** With more lines than this on both sides the middle is shown as replaced, which costs no time. */
const MAX_COMPARISONS = 2_000 ** 2

/**
 * What leads from one list of lines to another: as few changes as possible (longest common subsequence), with `context`
 * lines around each.
 */
export function lineDifference(before: readonly string[], after: readonly string[], context = 2): DiffLine[] {
  const all: DiffLine[] = []
  let [i, j] = [0, 0]
  const changesUntil = (endBefore: number, endAfter: number) => {
    while (i < endBefore) all.push({ sign: '-', text: before[i++] as string })
    while (j < endAfter) all.push({ sign: '+', text: after[j++] as string })
  }
  for (const [inBefore, inAfter] of alignItems(before, after, (a, b) => a === b, MAX_COMPARISONS)) {
    changesUntil(inBefore, inAfter)
    all.push({ sign: ' ', text: before[i++] as string })
    j++
  }
  changesUntil(before.length, after.length)
  const near = (index: number) => all.slice(Math.max(0, index - context), index + context + 1).some(l => l.sign !== ' ')
  return all.filter((_, index) => near(index))
}
