/**
 * The program that the fault test kills: keyed windows over a file into a file, with checkpoints every few milliseconds. Run
 * again in the same folder it continues from the newest checkpoint. Arguments: folder, rows.
 */

import { existsSync } from 'node:fs'
import path from 'node:path'
import {
  avg,
  count,
  csv,
  env,
  fileSink,
  fileSource,
  max,
  TumblingEventTimeWindows,
  WatermarkStrategy,
} from '../../src/api/index.ts'

interface Reading {
  readonly ts: number
  readonly sensor: string
  readonly value: number
}

const folder = process.argv[2] ?? '.'
if (!existsSync(path.join(folder, 'readings.csv'))) throw new Error(`${folder} has no readings.csv`)
env.enableCheckpointing('5ms', { directory: path.join(folder, 'checkpoints'), restore: 'latest' })
env
  .fromSource(
    fileSource<Reading>({
      path: path.join(folder, 'readings.csv'),
      format: csv(),
      replay: { timestamp: 'ts', speed: Number(process.argv[3] ?? 1e9) },
    }),
    WatermarkStrategy.forBoundedOutOfOrderness<Reading>('2s').withTimestampAssigner('ts'),
  )
  .filter(reading => reading.value >= 0)
  .keyBy('sensor')
  .window(TumblingEventTimeWindows.of('10s'))
  .aggregate({ n: count(), mean: avg('value'), largest: max('value') })
  .sinkTo(fileSink({ path: path.join(folder, 'windows.csv'), format: csv() }))
await env.execute()
