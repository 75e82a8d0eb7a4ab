import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compilePattern } from '../../../src/engine/cep/compilePattern.ts'
import { type Match, PatternMatcher, type TimedOutMatch } from '../../../src/engine/cep/patternMatcher.ts'
import { type PatternSpec, patternOf } from './patternSpec.ts'

/** What Flink did at one event, or at the end of time: see golden/README.md. */
interface RecordedStep {
  readonly pending?: readonly string[]
  readonly timedOut?: readonly string[]
  readonly matches?: readonly string[]
}

interface RecordedRun {
  readonly seed: number
  readonly pattern: PatternSpec
  readonly events: readonly (readonly [name: string, time: number])[]
  readonly steps: readonly RecordedStep[]
}

const file = process.env.FLINK_RUNS ?? new URL('./golden/flinkRuns.jsonl', import.meta.url)
const runs = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as RecordedRun)

describe('what Flink 1.20.1 gave for random patterns and events', () => {
  test(`matches, their order, and partial matches that ran out of time, in ${runs.length} runs`, () => {
    const different = runs.filter(run => JSON.stringify(replay(run)) !== JSON.stringify(run.steps))
    const [first] = different
    if (first) {
      const { seed, pattern, events } = first
      expect(
        replay(first),
        `run ${seed} of ${different.length} that differ: ${JSON.stringify({ pattern, events })}`,
      ).toEqual(first.steps)
    }
    expect(different).toEqual([])
  })

  test('are not all alike', () => {
    const count = (kind: keyof RecordedStep) => runs.flatMap(run => run.steps.flatMap(step => step[kind] ?? [])).length
    expect(runs.length).toBeGreaterThan(900)
    expect(count('matches')).toBeGreaterThan(2500)
    expect(count('timedOut')).toBeGreaterThan(500)
    expect(count('pending')).toBeGreaterThan(30)
  })
})

function replay({ pattern, events }: RecordedRun): RecordedStep[] {
  const { node } = patternOf(pattern)
  const graph = compilePattern(node)
  const matcher = new PatternMatcher(graph, node.skip, () => 0)
  const state = matcher.begin()
  const advance = (time: number) => {
    const timedOut: TimedOutMatch[] = []
    const pending = matcher.advanceTime(state, time, timedOut).map(text)
    return { pending, timedOut: timedOut.map(one => `${text(one.match)} at ${one.time}`) }
  }
  const steps = events.map(([name, time], id) => ({
    ...advance(time),
    matches: matcher.process(state, { id, name }, time, () => {}).map(text),
  }))
  const end = (events.at(-1)?.[1] ?? 0) + 1000
  return [...steps, advance(end)].map(step =>
    Object.fromEntries(Object.entries(step).filter(([, list]) => list.length > 0)),
  )
}

function text(match: Match): string {
  return Object.keys(match)
    .sort()
    .filter(name => match[name]?.length)
    .map(name => [name, ...(match[name] as { id: number }[]).map(event => event.id)].join(' '))
    .join(', ')
}
