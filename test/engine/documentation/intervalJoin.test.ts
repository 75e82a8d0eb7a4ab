import { expect, test } from 'vitest'
import { type Item, PipelineHarness } from '../conformance/pipelineHarness.ts'

/** The results that Flink's own `IntervalJoinOperatorTest` states, test by test. */

interface Element {
  readonly ts: number
}

/** Which bounds, whether they are included, and the pairs of times expected of elements 1 to 4 on both sides. */
const CASES: readonly (readonly [string, number, boolean, number, boolean, string])[] = [
  ['testImplementationMirrorsCorrectly', 1, true, 3, false, '1-2 1-3 2-3 2-4 3-4'],
  ['testImplementationMirrorsCorrectly, mirrored', -3, false, -1, true, '2-1 3-1 3-2 4-2 4-3'],
  ['testNegativeInclusiveAndNegativeInclusive', -2, true, -1, true, '2-1 3-1 3-2 4-2 4-3'],
  ['testNegativeInclusiveAndPositiveInclusive', -1, true, 1, true, '1-1 1-2 2-1 2-2 2-3 3-2 3-3 3-4 4-3 4-4'],
  ['testPositiveInclusiveAndPositiveInclusive', 1, true, 2, true, '1-2 1-3 2-3 2-4 3-4'],
  ['testNegativeExclusiveAndNegativeExlusive', -3, false, -1, false, '3-1 4-2'],
  ['testNegativeExclusiveAndPositiveExlusive', -1, false, 1, false, '1-1 2-2 3-3 4-4'],
  ['testPositiveExclusiveAndPositiveExlusive', 1, false, 3, false, '1-3 2-4'],
]

function joined(lower: number, lowerInclusive: boolean, upper: number, upperInclusive: boolean) {
  return new PipelineHarness<Element>(
    ([left, right]) => {
      if (!left || !right) throw new Error('two inputs')
      let pairs = left
        .keyBy(() => 'key')
        .intervalJoin(right.keyBy(() => 'key'))
        .between(lower, upper)
      if (!lowerInclusive) pairs = pairs.lowerBoundExclusive()
      if (!upperInclusive) pairs = pairs.upperBoundExclusive()
      return [pairs.process((l, r, context) => `${l.ts}-${r.ts} @${context.timestamp}`)]
    },
    2,
    true,
  )
}

/** Elements and watermarks of both sides by turns, a side ahead of the other by one. */
function items(times: readonly number[], leftFirst: boolean): Item<Element>[] {
  return times.flatMap(time =>
    (leftFirst ? [0, 1] : [1, 0]).flatMap((input): Item<Element>[] => [
      { kind: 'record', input, value: { ts: time }, time },
      { kind: 'watermark', input, watermark: time },
    ]),
  )
}

/** A pair has the later of both times. */
const timed = (pairs: string) =>
  pairs
    .split(' ')
    .map(pair => `${pair} @${Math.max(...pair.split('-').map(Number))}`)
    .sort()

test.each(CASES)('%s', (_name, lower, lowerInclusive, upper, upperInclusive, expected) => {
  for (const leftFirst of [true, false]) {
    const harness = joined(lower, lowerInclusive, upper, upperInclusive)
    for (const item of items([1, 2, 3, 4], leftFirst)) harness.batch([item])
    expect(harness.results[0]?.map(({ value }) => String(value)).sort()).toEqual(timed(expected))
    harness.close()
  }
})

test('testRestoreFromSnapshot', () => {
  let harness = joined(-1, true, 1, true)
  for (const item of items([1, 2, 3], true)) harness.batch([item])
  const before = timed('1-1 1-2 2-1 2-2 2-3 3-2 3-3')
  expect(harness.results[0]?.map(({ value }) => String(value)).sort()).toEqual(before)
  harness = harness.restored()
  for (const item of items([4], true)) harness.batch([item])
  const all = harness.results[0]?.map(({ value }) => String(value)) ?? []
  expect(all.filter(pair => !before.includes(pair)).sort()).toEqual(timed('3-4 4-3 4-4'))
})
