import { describe, expect, test } from 'vitest'
import { AfterMatchSkipStrategy } from '../../../src/engine/cep/afterMatchSkipStrategy.ts'
import { CEP } from '../../../src/engine/cep/cep.ts'
import { Pattern, type PatternSequence } from '../../../src/engine/cep/pattern.ts'
import { run } from '../pipeline.ts'

// Every result that Flink's documentation publishes: page "Event Processing (CEP)", Flink 2.x, sections as named below.

/** The matches of a pattern over events such as 'a1': their events in order, as 'a1 b2'. */
async function matches(events: string, pattern: PatternSequence<string, Record<string, string>>): Promise<string[]> {
  return run(events.split(' '), stream =>
    CEP.pattern(stream, pattern).select(match => Object.values(match).flat().join(' ')),
  )
}

const is = (letter: string) => (event: string) => event.startsWith(letter)
const sorted = (lines: readonly string[]) => [...lines].sort()

describe('Conditions: stop condition', () => {
  test('a+ until b', async () => {
    const pattern = Pattern.begin<string>('a').where(is('a')).oneOrMore().until(is('b'))
    // "{a1 a2} {a1} {a2} {a3}"
    expect(sorted(await matches('a1 c a2 b a3', pattern))).toEqual(['a1', 'a1 a2', 'a2', 'a3'])
  })
})

describe('Combining Patterns: a b over a c b1 b2', () => {
  const a = Pattern.begin<string>('a').where(is('a'))
  test.each([
    ['strict contiguity', a.next('b').where(is('b')), []],
    ['relaxed contiguity', a.followedBy('b').where(is('b')), ['a b1']],
    ['non-deterministic relaxed contiguity', a.followedByAny('b').where(is('b')), ['a b1', 'a b2']],
  ])('%s', async (_name, pattern, expected) => {
    expect(await matches('a c b1 b2', pattern)).toEqual(expected)
  })
})

describe('Contiguity within looping patterns: a b+ c over a b1 d1 b2 d2 b3 c', () => {
  const loop = Pattern.begin<string>('a').where(is('a')).followedByAny('b').where(is('b')).oneOrMore()
  const relaxed = ['a b1 c', 'a b1 b2 c', 'a b1 b2 b3 c', 'a b2 c', 'a b2 b3 c', 'a b3 c']
  test.each([
    // the page asks for c right after the b's where it says that b1 and b2 are discarded
    ['strict', loop.consecutive().next('c').where(is('c')), ['a b3 c']],
    ['relaxed', loop.followedBy('c').where(is('c')), relaxed],
    ['non-deterministic', loop.allowCombinations().followedBy('c').where(is('c')), [...relaxed, 'a b1 b3 c']],
  ])('%s', async (_name, pattern, expected) => {
    expect(sorted(await matches('a b1 d1 b2 d2 b3 c', pattern))).toEqual(sorted(expected))
  })
})

describe('consecutive() and allowCombinations(): over C D A1 A2 A3 D A4 B', () => {
  const loop = Pattern.begin<string>('start').where(is('C')).followedBy('middle').where(is('A')).oneOrMore()
  const any = Pattern.begin<string>('start').where(is('C')).followedByAny('middle').where(is('A')).oneOrMore()
  const neither = ['C A1 B', 'C A1 A2 B', 'C A1 A2 A3 B', 'C A1 A2 A3 A4 B']
  const combinations = ['C']
  for (const a of ['A1', 'A2', 'A3', 'A4']) combinations.push(...combinations.map(set => `${set} ${a}`))

  test('neither', async () => {
    expect(sorted(await matches('C D A1 A2 A3 D A4 B', loop.followedBy('end1').where(is('B'))))).toEqual(
      sorted(neither),
    )
  })

  test('consecutive', async () => {
    const pattern = loop.consecutive().followedBy('end1').where(is('B'))
    expect(sorted(await matches('C D A1 A2 A3 D A4 B', pattern))).toEqual(sorted(neither.slice(0, 3)))
  })

  test('allowCombinations', async () => {
    // The page's code has followedBy, which begins at A1 alone; its list of 15 is that of followedByAny (as NFAITCase has it).
    const expected = combinations.slice(1).map(set => `${set} B`)
    expect(expected).toHaveLength(15)
    const pattern = any.allowCombinations().followedBy('end1').where(is('B'))
    expect(sorted(await matches('C D A1 A2 A3 D A4 B', pattern))).toEqual(sorted(expected))
    const fromTheFirst = loop.allowCombinations().followedBy('end1').where(is('B'))
    expect(sorted(await matches('C D A1 A2 A3 D A4 B', fromTheFirst))).toEqual(
      sorted(expected.filter(match => match.includes('A1'))),
    )
  })
})

describe('After Match Skip Strategy', () => {
  // "for a given pattern b+ c and a data stream b1 b2 b3 c": the results are those of c right after, as in AfterMatchSkipITCase
  test.each([
    ['NO_SKIP', AfterMatchSkipStrategy.noSkip(), ['b1 b2 b3 c', 'b2 b3 c', 'b3 c']],
    ['SKIP_TO_NEXT', AfterMatchSkipStrategy.skipToNext(), ['b1 b2 b3 c', 'b2 b3 c', 'b3 c']],
    ['SKIP_PAST_LAST_EVENT', AfterMatchSkipStrategy.skipPastLastEvent(), ['b1 b2 b3 c']],
    ['SKIP_TO_FIRST[b]', AfterMatchSkipStrategy.skipToFirst('b'), ['b1 b2 b3 c', 'b2 b3 c', 'b3 c']],
    ['SKIP_TO_LAST[b]', AfterMatchSkipStrategy.skipToLast('b'), ['b1 b2 b3 c', 'b3 c']],
  ])('b+ c over b1 b2 b3 c: %s', async (_name, skip, expected) => {
    const pattern = Pattern.begin<string>('b', skip).where(is('b')).oneOrMore().consecutive().next('c').where(is('c'))
    expect(await matches('b1 b2 b3 c', pattern)).toEqual(expected)
  })

  test.each([
    ['NO_SKIP', AfterMatchSkipStrategy.noSkip(), ['a b c1 c2 c3 d', 'b c1 c2 c3 d', 'c1 c2 c3 d']],
    ['SKIP_TO_FIRST[c*]', AfterMatchSkipStrategy.skipToFirst('c*'), ['a b c1 c2 c3 d', 'c1 c2 c3 d']],
  ])('(a | b | c) (b | c) c+.greedy d over a b c1 c2 c3 d: %s', async (_name, skip, expected) => {
    const pattern = Pattern.begin<string>('1', skip)
      .where(event => /^[abc]/.test(event))
      .next('2')
      .where(event => /^[bc]/.test(event))
      .next('c*')
      .where(is('c'))
      .oneOrMore()
      .greedy()
      .next('d')
      .where(is('d'))
    expect(await matches('a b c1 c2 c3 d', pattern)).toEqual(expected)
  })

  test.each([
    ['NO_SKIP', AfterMatchSkipStrategy.noSkip(), ['a b1', 'a b1 b2', 'a b1 b2 b3']],
    ['SKIP_TO_NEXT', AfterMatchSkipStrategy.skipToNext(), ['a b1']],
  ])('a b+ over a b1 b2 b3: %s', async (_name, skip, expected) => {
    const pattern = Pattern.begin<string>('a', skip).where(is('a')).followedBy('b').where(is('b')).oneOrMore()
    expect(await matches('a b1 b2 b3', pattern)).toEqual(expected)
  })

  test('throwExceptionOnMiss', async () => {
    const skip = AfterMatchSkipStrategy.skipToFirst('c').throwExceptionOnMiss()
    const pattern = Pattern.begin<string>('a', skip)
      .where(is('a'))
      .next('c')
      .where(is('c'))
      .optional()
      .next('b')
      .where(is('b'))
    await expect(matches('a b', pattern)).rejects.toThrow(
      `AfterMatchSkipStrategy.skipToFirst('c'): cannot skip there, the match has no such event.`,
    )
  })
})

describe('Conditions', () => {
  test('an iterative condition: events while the sum of prices stays below 5', async () => {
    const prices = [1, 2, 1.5, 3, 0.4].map((price, i) => ({ name: `foo${i}`, price }))
    const found = await run(prices, stream =>
      CEP.pattern(stream, start =>
        start
          .begin('middle', AfterMatchSkipStrategy.skipPastLastEvent())
          .where((event, context) => {
            const sum = context.getEventsForPattern('middle').reduce((total, { price }) => total + price, event.price)
            return event.name.startsWith('foo') && sum < 5
          })
          .oneOrMore()
          .greedy()
          .consecutive()
          .next('end')
          .where(event => event.price === 3),
      ).select(match => match.middle.map(event => event.price)),
    )
    expect(found).toEqual([[1, 2, 1.5]])
  })

  test('subtype and or', async () => {
    class Sub {
      constructor(readonly volume: number) {}
    }
    const events = [{ id: 42 }, new Sub(9), new Sub(10), { name: 'end' }] as (Sub | { id?: number; name?: string })[]
    const found = await run(events, stream =>
      CEP.pattern(stream, start =>
        start
          .begin('start')
          .where(event => 'id' in event && event.id === 42)
          .followedBy('middle')
          .subtype(Sub)
          .where(event => event.volume >= 10)
          .followedBy('end')
          .where(event => 'name' in event && event.name === 'nothing')
          .or(event => 'name' in event && event.name === 'end'),
      ).select(match => match.middle[0]?.volume),
    )
    expect(found).toEqual([10])
  })
})
