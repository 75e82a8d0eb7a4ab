import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { systemClock } from '../../src/api/systemClock.ts'
import { StreamExecutionEnvironment } from '../../src/engine/environment.ts'
import type { Job, JobId } from '../../src/engine/job.ts'
import { createJob } from '../../src/engine/streamJob.ts'
import type { SinkTransformation } from '../../src/engine/transformation.ts'

/** The long form (`npm run soak`) asks for ten minutes. */
const DURATION_MS = Number(process.env.FLINKNB_SOAK_MS ?? 3_000)

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Megabytes that are alive. */
function alive(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed / 2 ** 20 + process.memoryUsage().arrayBuffers / 2 ** 20
}

test(
  `a fast source before a slow sink keeps memory flat for ${DURATION_MS / 1_000} s, and says who is slow`,
  async () => {
    let job: Job | undefined
    const pending: SinkTransformation[] = []
    const env = new StreamExecutionEnvironment({
      addSink: sink => void pending.push(sink),
      submit: sinks => createJob(sinks, { clock: systemClock, id: 'slow' as JobId }),
      execute: async () => {
        job = createJob(pending, { clock: systemClock, id: 'slow' as JobId })
        await job.done
      },
    })
    let written = 0
    function* forever() {
      for (let i = 0; ; i++) yield { i, text: `record ${i}` }
    }
    env
      .fromCollection(forever())
      .map(row => ({ ...row, double: row.i * 2 }))
      .keyBy(row => row.i % 100)
      .process<{ i: number }>({ processElement: (row, _context, out) => out.collect(row) }, 'pass')
      .sinkTo({
        kind: 'slow',
        description: 'slow',
        open: async () => ({
          write: async values => {
            written += values.length
            await sleep(5)
          },
          prepareCommit: async () => undefined,
          commit: async () => {},
          abort: async () => {},
          close: async () => {},
        }),
      })
    const running = env.execute()
    await sleep(Math.min(1_000, DURATION_MS / 3))
    const before = alive()
    const looked = job?.graph()
    await sleep(DURATION_MS)
    const graph = job?.graph()
    const after = alive()
    await job?.cancel()
    await running
    expect(looked?.nodes.length).toBe(4)
    expect(written).toBeGreaterThan(1_000)
    expect(after - before).toBeLessThan(8)
    expect(graph?.nodes.find(node => node.bottleneck)?.name).toBe('slow')
    expect(graph?.nodes.find(node => node.kind === 'source')?.backpressure).toBe('high')
  },
  DURATION_MS + 60_000,
)
