import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { env } from '../../src/api/env.ts'
import { record, replay } from '../../src/api/recording.ts'
import { count } from '../../src/engine/aggregates/count.ts'
import type { DataStream } from '../../src/engine/dataStream.ts'
import { OutputTag } from '../../src/engine/processFunction.ts'
import { WatermarkStrategy } from '../../src/engine/watermarkStrategy.ts'
import { TumblingEventTimeWindows } from '../../src/engine/windows/windowAssigners.ts'

interface Tick {
  readonly ts: number
  readonly symbol: string
}

const folder = mkdtempSync(path.join(tmpdir(), 'flinknb-recording-'))
const file = path.join(folder, 'ticks.jsonl')
const late = new OutputTag<Tick>('late')

/** Windows, and what came too late for them: depends on every watermark. */
async function results(ticks: DataStream<Tick>): Promise<unknown[]> {
  const windows = ticks
    .keyBy('symbol')
    .window(TumblingEventTimeWindows.of('1s'))
    .sideOutputLateData(late)
    .aggregate({ n: count() })
  return [await windows.executeAndCollect(), await windows.getSideOutput(late).executeAndCollect()]
}

test('a recorded stream gives the same results again, late records among them', async () => {
  const ticks = Array.from({ length: 3_000 }, (_, i) => ({ ts: i * 10 - ((i * 7919) % 900), symbol: `S${i % 5}` }))
  const stream = env
    .fromCollection(ticks)
    .assignTimestampsAndWatermarks(
      WatermarkStrategy.forBoundedOutOfOrderness<Tick>('200ms').withTimestampAssigner('ts'),
    )
  record(stream, file)
  await env.execute()
  const expected = await results(stream)
  expect((expected[1] as unknown[]).length).toBeGreaterThan(100)
  expect(await results(replay<Tick>(file))).toEqual(expected)
})

test('values keep their types', async () => {
  const values = [
    { at: new Date(5), big: 2n ** 70n, nan: Number.NaN, none: undefined, tags: new Set(['a']), text: 'line\nbreak' },
  ]
  record(env.fromCollection(values), path.join(folder, 'types.jsonl'))
  await env.execute()
  expect(await replay(path.join(folder, 'types.jsonl')).executeAndCollect()).toEqual(values)
})

test('a file that is no recording is an error that names the line', async () => {
  writeFileSync(path.join(folder, 'bad.jsonl'), `${readFileSync(file, 'utf8').split('\n')[0]}\n{"ts": 1}\n`)
  await expect(replay(path.join(folder, 'bad.jsonl')).executeAndCollect()).rejects.toThrow(
    /bad\.jsonl.*2.*no line of a recording/s,
  )
})
