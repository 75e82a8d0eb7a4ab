import { expect } from 'vitest'
import type { DataStream } from '../../../src/engine/dataStream.ts'
import type { WindowedStream } from '../../../src/engine/windowedStream.ts'
import type { TimeWindow } from '../../../src/engine/windows/windowAssigners.ts'
import { PipelineHarness } from '../conformance/pipelineHarness.ts'

/** What the elements of Flink's window operator tests are: a key and a number to add up. */
export interface Tuple {
  readonly key: string
  readonly n: number
}

export type Windowed = WindowedStream<Tuple, string>
export type Keyed = ReturnType<DataStream<Tuple>['keyBy']>

export const seconds = (n: number) => n * 1_000

/** Sums of windows with a reduce function, and with all elements at hand: the two operators of each test. */
const forms: Readonly<Record<string, (windowed: Windowed) => DataStream<string>>> = {
  Reduce: windowed =>
    windowed.reduce((a, b) => ({ key: a.key, n: a.n + b.n }), {
      process: (key, window, [sum], out) => out.collect(result(key, sum?.n ?? Number.NaN, window)),
    }),
  Apply: windowed =>
    windowed.apply((key, window, elements, out) =>
      out.collect(
        result(
          key,
          elements.reduce((sum, { n }) => sum + n, 0),
          window,
        ),
      ),
    ),
}

/** `key1 3 0-3000`: key, sum and window; ALL for a global one. */
function result(key: string, sum: number, { start, end }: TimeWindow): string {
  const from = start < 0 ? `minus${-start}` : `${start}`
  return `${key} ${sum} ${end === Number.POSITIVE_INFINITY ? 'ALL' : `${from}-${end}`}`
}

/**
 * Runs a script. A line is a step and, after `>`, what it gives in any order:
 * `key2 1 @3999` an element and its time, `W 999` a watermark, `now 5000` processing time, `restore` a snapshot and restore.
 */
export function check(windows: (keyed: Keyed) => unknown, script: string): void {
  for (const [name, form] of Object.entries(forms)) {
    let harness = new PipelineHarness<Tuple>(
      ([rows]) => [form(windows((rows as DataStream<Tuple>).keyBy('key')) as Windowed)],
      1,
      true,
    )
    let seen = 0
    for (const line of script.split('\n').flatMap(one => one.trim() || [])) {
      const [step = '', expected = ''] = line.split('>').map(part => part.trim())
      const [word = '', number = '', at = ''] = step.split(' ')
      if (word === 'restore') harness = harness.restored()
      else if (word === 'W') harness.batch([{ kind: 'watermark', input: 0, watermark: Number(number) }])
      else if (word === 'now') harness.batch([{ kind: 'now', now: Number(number) }])
      else {
        const value = { key: word, n: Number(number) }
        harness.batch([{ kind: 'record', input: 0, value, time: Number(at.slice(1)) }])
      }
      const results = (harness.results[0] ?? []).slice(seen)
      seen += results.length
      expect(results.map(({ value }) => String(value)).sort(), `${name}: ${line}`).toEqual(
        expected
          .split(',')
          .flatMap(one => one.trim() || [])
          .sort(),
      )
      for (const { value, time } of results) {
        const end = String(value).split('-')[1]
        expect(time, `${name}: ${line}`).toBe(end === undefined ? Number.NaN : Number(end) - 1)
      }
    }
    harness.close()
  }
}
