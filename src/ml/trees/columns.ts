import type { RandomSource } from '../../base/random.ts'

/** 0, 1, …, width − 1. */
export function everyColumn(width: number): Int32Array {
  return Int32Array.from({ length: width }, (_, j) => j)
}

/** `count` different columns of `width` in the order drawn (Fisher and Yates); all in order when there are no more. */
export function drawColumns(width: number, count: number, random: RandomSource): Int32Array {
  const columns = everyColumn(width)
  if (count >= width) return columns
  for (let i = 0; i < count; i++) {
    const j = i + random.below(width - i)
    const drawn = columns[j] as number
    columns[j] = columns[i] as number
    columns[i] = drawn
  }
  return columns.slice(0, count)
}
