/** Items of two lists that are the same: their positions, in order. */
export type AlignedPair = readonly [before: number, after: number]

/**
 * The longest common subsequence of two lists: what stayed when one became the other. Equal ends cost nothing; where the
 * part between them would take more than `maxComparisons`, nothing in it is found.
 */
export function alignItems<T>(
  before: readonly T[],
  after: readonly T[],
  equal: (a: T, b: T) => boolean,
  maxComparisons: number,
): AlignedPair[] {
  const same = (i: number, j: number) => equal(before[i] as T, after[j] as T)
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && same(head, head)) head++
  let tail = 0
  while (tail < shorter - head && same(before.length - 1 - tail, after.length - 1 - tail)) tail++
  const rows = before.length - head - tail
  const columns = after.length - head - tail
  const middle = rows * columns > maxComparisons ? [] : subsequence(rows, columns, (i, j) => same(head + i, head + j))
  return [
    ...Array.from({ length: head }, (_, i): AlignedPair => [i, i]),
    ...middle.map(([i, j]): AlignedPair => [head + i, head + j]),
    ...Array.from({ length: tail }, (_, i): AlignedPair => [before.length - tail + i, after.length - tail + i]),
  ]
}

/**
 * Where each item of the new list stood in the old one: the place of an equal item, and between two such one by one, as
 * what stands there was changed; undefined for what was added.
 */
export function formerPositions<T>(
  before: readonly T[],
  after: readonly T[],
  equal: (a: T, b: T) => boolean,
  maxComparisons: number,
): (number | undefined)[] {
  const positions = new Array<number | undefined>(after.length).fill(undefined)
  let [nextBefore, nextAfter] = [0, 0]
  for (const [i, j] of [...alignItems(before, after, equal, maxComparisons), [before.length, after.length] as const]) {
    while (nextBefore < i && nextAfter < j) positions[nextAfter++] = nextBefore++
    if (j < after.length) positions[j] = i
    ;[nextBefore, nextAfter] = [i + 1, j + 1]
  }
  return positions
}

function subsequence(rows: number, columns: number, same: (i: number, j: number) => boolean): AlignedPair[] {
  // lengths[i][j]: items that the first list from i and the second from j have in common.
  const lengths = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1))
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0
  for (let i = rows - 1; i >= 0; i--) {
    const row = lengths[i] as Uint32Array
    for (let j = columns - 1; j >= 0; j--)
      row[j] = same(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  }
  const pairs: AlignedPair[] = []
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    if (at(i, j) === at(i + 1, j + 1) + 1 && same(i, j)) pairs.push([i++, j++])
    else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return pairs
}
