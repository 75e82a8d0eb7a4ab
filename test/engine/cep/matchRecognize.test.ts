import { expect, test } from 'vitest'
import { AfterMatchSkipStrategy } from '../../../src/engine/cep/afterMatchSkipStrategy.ts'
import { CEP } from '../../../src/engine/cep/cep.ts'
import { Pattern, type PatternSequence } from '../../../src/engine/cep/pattern.ts'
import { WatermarkStrategy } from '../../../src/engine/watermarkStrategy.ts'
import { run } from '../pipeline.ts'

/** The results of Flink's page "Pattern Recognition" (SQL, MATCH_RECOGNIZE), its patterns written for `CEP`. */

interface Tick {
  readonly price: number
  /** Seconds, or in "Time constraint" minutes. */
  readonly at: number
}

/** Prices one unit of time apart. */
function ticks(prices: readonly number[], from = 0): Tick[] {
  return prices.map((price, i) => ({ price, at: from + i }))
}

function matches<M, R>(records: readonly Tick[], pattern: PatternSequence<Tick, M>, select: (match: never) => R) {
  return run(records, stream =>
    CEP.pattern(
      stream
        .assignTimestampsAndWatermarks(
          WatermarkStrategy.forMonotonousTimestamps<Tick>().withTimestampAssigner(tick => tick.at),
        )
        .keyBy(() => 'ACME'),
      pattern,
    ).select(match => select(match as never)),
  )
}

type Found<N extends string> = Readonly<Record<N, readonly Tick[]>>
const sum = (rows: readonly Tick[]) => rows.reduce((total, { price }) => total + price, 0)
const last = (rows: readonly Tick[]) => rows[rows.length - 1] as Tick
const begin = Pattern.of<Tick>()

test('Examples: START_ROW PRICE_DOWN+ PRICE_UP, skip to last PRICE_UP: falling from :04, lowest at :07, up at :08', async () => {
  const pattern = begin
    .begin('start', AfterMatchSkipStrategy.skipToLast('up'))
    .next('down')
    .where((tick, context) => {
      const before = context.getEventsForPattern('down')
      const reference = before.length > 0 ? last(before) : last(context.getEventsForPattern('start'))
      return tick.price < reference.price
    })
    .oneOrMore()
    .consecutive()
    .greedy()
    .next('up')
    .where((tick, context) => tick.price > last(context.getEventsForPattern('down')).price)
  const periods = await matches(
    ticks([12, 17, 19, 21, 25, 18, 15, 14, 24, 25, 19]),
    pattern,
    (match: Found<'start' | 'down' | 'up'>) => [last(match.start).at, last(match.down).at, last(match.up).at],
  )
  expect(periods).toEqual([[4, 7, 8]])
})

test('Aggregations: A+ B with AVG(A.price) < 15, skip past last row', async () => {
  const pattern = begin
    .begin('a', AfterMatchSkipStrategy.skipPastLastEvent())
    .where((tick, context) => {
      const rows = [...context.getEventsForPattern('a'), tick]
      return sum(rows) / rows.length < 15
    })
    .oneOrMore()
    .consecutive()
    .greedy()
    .next('b')
  const found = await matches(
    ticks([12, 17, 13, 16, 25, 2, 4, 10, 15, 25, 25, 30]),
    pattern,
    ({ a }: Found<'a' | 'b'>) => [(a[0] as Tick).at, last(a).at, sum(a) / a.length],
  )
  expect(found).toEqual([
    [0, 3, 14.5],
    [5, 10, 13.5],
  ])
})

test('Greedy & Reluctant Quantifiers: A B* C gives 16, A B*? C gives 13 and 16', async () => {
  const beginning = begin
    .begin('a', AfterMatchSkipStrategy.skipPastLastEvent())
    .where(tick => tick.price > 10)
    .next('b')
    .where(tick => tick.price < 15)
    .oneOrMore()
    .optional()
    .consecutive()
  const lastPrice = ({ c }: Found<'a' | 'b' | 'c'>) => last(c).price
  const input = ticks([10, 11, 12, 13, 14, 16], 2)
  const greedy = beginning
    .greedy()
    .next('c')
    .where(tick => tick.price > 12)
  expect(await matches(input, greedy, lastPrice)).toEqual([16])
  const reluctant = beginning.next('c').where(tick => tick.price > 12)
  expect(await matches(input, reluctant, lastPrice)).toEqual([13, 16])
})

test('Time constraint: a drop of more than 10 within an hour', async () => {
  // the page leaves out what takes longer than the hour, `within` what does not take less: times here are whole minutes
  const A_WHOLE_HOUR_AND_NO_LONGER = 61
  const prices = [20, 17, 18, 11, 14, 9, 15, 14, 24, 1, 19]
  const everyTwentyMinutes = prices.map((price, i) => ({ price, at: i * 20 }))
  const pattern = begin
    .begin('a', AfterMatchSkipStrategy.skipPastLastEvent())
    .next('b')
    .where((tick, context) => tick.price > last(context.getEventsForPattern('a')).price - 10)
    .oneOrMore()
    .optional()
    .consecutive()
    .greedy()
    .next('c')
    .where((tick, context) => tick.price < last(context.getEventsForPattern('a')).price - 10)
    .within(A_WHOLE_HOUR_AND_NO_LONGER)
  const drops = await matches(everyTwentyMinutes, pattern, ({ a, c }: Found<'a' | 'b' | 'c'>) => [
    last(c).at,
    last(a).price - last(c).price,
  ])
  // from 15 at 12:00 to 1 at 13:00
  expect(drops).toEqual([[180, 14]])
})

test('Output Mode: A+ B over 10 12 13 11', async () => {
  const pattern = begin
    .begin('a', AfterMatchSkipStrategy.skipPastLastEvent())
    .where((tick, context) => {
      const rows = context.getEventsForPattern('a')
      return rows.length === 0 || tick.price > last(rows).price
    })
    .oneOrMore()
    .consecutive()
    .greedy()
    .next('b')
    .where((tick, context) => tick.price < last(context.getEventsForPattern('a')).price)
  const found = await matches(ticks([10, 12, 13, 11], 2), pattern, ({ a, b }: Found<'a' | 'b'>) => [
    (a[0] as Tick).price,
    last(a).price,
    last(b).price,
  ])
  expect(found).toEqual([[10, 13, 11]])
})

test.each([
  [
    'AFTER MATCH SKIP PAST LAST ROW',
    AfterMatchSkipStrategy.skipPastLastEvent(),
    [
      [26, 1, 4],
      [17, 5, 7],
    ],
  ],
  [
    'AFTER MATCH SKIP TO NEXT ROW',
    AfterMatchSkipStrategy.skipToNext(),
    [
      [26, 1, 4],
      [24, 2, 5],
      [25, 3, 6],
      [22, 4, 7],
      [17, 5, 7],
    ],
  ],
  [
    'AFTER MATCH SKIP TO LAST A',
    AfterMatchSkipStrategy.skipToLast('a'),
    [
      [26, 1, 4],
      [25, 3, 6],
      [17, 5, 7],
    ],
  ],
])('After Match Strategy: %s', async (_name, skip, expected) => {
  const found = await matches(ticks([7, 9, 10, 5, 10, 7, 14], 1), aPlusC(skip), ({ a, c }: Found<'a' | 'c'>) => [
    sum(a),
    (a[0] as Tick).at,
    last(c).at,
  ])
  expect(found).toEqual(expected)
})

test('After Match Strategy: AFTER MATCH SKIP TO FIRST A is an error, for it would begin where the match began', async () => {
  const skip = AfterMatchSkipStrategy.skipToFirst('a').throwExceptionOnMiss()
  await expect(matches(ticks([7, 9, 10, 5], 1), aPlusC(skip), () => 0)).rejects.toThrow('it is the first event')
})

/** `PATTERN (A+ C) DEFINE A AS SUM(A.price) < 30`. */
function aPlusC(skip: ReturnType<typeof AfterMatchSkipStrategy.noSkip>) {
  return begin
    .begin('a', skip)
    .where((tick, context) => sum([...context.getEventsForPattern('a'), tick]) < 30)
    .oneOrMore()
    .consecutive()
    .greedy()
    .next('c')
}
