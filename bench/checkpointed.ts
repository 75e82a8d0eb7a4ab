import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileCheckpointStore } from '../src/api/fileCheckpointStore.ts'
import { avg } from '../src/engine/aggregates/avg.ts'
import { count } from '../src/engine/aggregates/count.ts'
import { WatermarkStrategy } from '../src/engine/watermarkStrategy.ts'
import { TumblingEventTimeWindows } from '../src/engine/windows/windowAssigners.ts'
import { benchEnvironment, countingSink } from './benchEnvironment.ts'
import type { Comparison } from './compare.ts'
import { type Purchase, purchases } from './purchases.ts'
import { repeated } from './repeated.ts'

const ROWS = 1_000_000

/** Tumbling windows with a checkpoint every five seconds, against the same without; long enough for several of them. */
export function checkpointed(times: number, keys: number): Comparison {
  const rows = purchases(ROWS, keys)
  const run = async (directory: string | undefined) => {
    const env = benchEnvironment(fileCheckpointStore)
    if (directory) env.enableCheckpointing('5s', { directory })
    const sink = countingSink<unknown>()
    env
      .fromSource(repeated(rows, times), WatermarkStrategy.forBoundedOutOfOrderness<Purchase>('5s'))
      .keyBy('shop')
      .window(TumblingEventTimeWindows.of('1min'))
      .aggregate({ n: count(), meanPrice: avg('price') })
      .sinkTo(sink)
    await env.execute()
    return sink.count
  }
  return {
    name: `with a checkpoint every 5 s / without, ${keys.toLocaleString('en')} keys`,
    records: ROWS * times,
    rounds: 2,
    wanted: 0.9,
    ours: async () => {
      const directory = mkdtempSync(path.join(tmpdir(), 'flinknb-bench-'))
      try {
        return await run(directory)
      } finally {
        rmSync(directory, { recursive: true })
      }
    },
    handWritten: () => run(undefined),
  }
}
