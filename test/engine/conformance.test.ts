import { describe, expect, test } from 'vitest'
import { type Random, seededRandom } from '../../src/base/random.ts'
import { type Item, PipelineHarness, type Result } from './conformance/pipelineHarness.ts'
import { type NamedPipeline, pipelines, type Row } from './conformance/pipelines.ts'
import { cutIntoBatches, randomItems } from './conformance/randomItems.ts'

const SEEDS = 16
const LENGTH = 90

/** Runs items that have been grouped into batches, then the end; `between` may go on with another harness. */
async function run(
  pipeline: NamedPipeline,
  batches: readonly (readonly Item<Row>[])[],
  between: (harness: PipelineHarness<Row>) => PipelineHarness<Row> = harness => harness,
): Promise<Result[][]> {
  let harness = new PipelineHarness<Row>(pipeline.run, pipeline.inputs, !pipeline.untimed)
  for (const batch of batches) {
    harness.batch(batch)
    if (pipeline.async) await harness.settle()
    harness = between(harness)
  }
  harness.end()
  if (pipeline.async) await harness.settle()
  expect(harness.inFlight).toBe(false)
  expect(harness.outputs.every(output => output.ended)).toBe(true)
  harness.close()
  if (!pipeline.unordered) return harness.results
  return harness.results.map(results => results.sort((a, b) => (a.value as Row).id - (b.value as Row).id))
}

const singly = (items: readonly Item<Row>[]) => items.map(item => [item])

async function forSeeds(check: (random: Random) => Promise<void>, count = SEEDS): Promise<void> {
  for (let seed = 1; seed <= count; seed++) {
    try {
      await check(seededRandom(seed))
    } catch (error) {
      ;(error as Error).message = `seed ${seed}: ${(error as Error).message}`
      throw error
    }
  }
}

describe.each(pipelines)('$name', pipeline => {
  const items = (random: Random) => randomItems(random, pipeline.inputs, LENGTH)

  test('gives results, and the same ones for the same input however it is cut into batches', async () => {
    let results = 0
    await forSeeds(async random => {
      const given = items(random)
      const expected = await run(pipeline, singly(given))
      for (let k = 0; k < 3; k++) {
        expect(await run(pipeline, cutIntoBatches(given, random))).toEqual(expected)
      }
      results += expected.flat().length
    })
    expect(results).toBeGreaterThan(SEEDS)
  })

  test('snapshot and restore after every single item changes nothing', async () => {
    await forSeeds(async random => {
      const given = items(random)
      const expected = await run(pipeline, singly(given))
      expect(await run(pipeline, singly(given), harness => harness.restored())).toEqual(expected)
    })
  })

  test('snapshot and restore between batches changes nothing', async () => {
    await forSeeds(async random => {
      const given = items(random)
      const expected = await run(pipeline, singly(given))
      expect(await run(pipeline, cutIntoBatches(given, random), harness => harness.restored())).toEqual(expected)
    })
  })

  if (!pipeline.ownWatermarks)
    test('forwards the lowest watermark of its inputs, after what it caused', async () => {
      await forSeeds(async random => {
        const given = items(random).filter(item => item.kind !== 'idle')
        await run(pipeline, cutIntoBatches(given, random), harness => {
          for (const output of harness.outputs) expect(output.watermarkNow).toBe(harness.expectedWatermark)
          return harness
        })
      })
    })

  if (pipeline.keyed)
    test('keeps keys apart: what others do makes no difference to a key', async () => {
      await forSeeds(async random => {
        const given = items(random)
        const together = await run(pipeline, singly(given))
        for (const keys of ['ab', 'cd']) {
          const own = (row: Row) => keys.includes(row.key)
          const apart = await run(pipeline, singly(given.filter(item => item.kind !== 'record' || own(item.value))))
          expect(together.map(results => results.filter(({ value }) => own(value as Row)))).toEqual(apart)
        }
      })
    })

  test('nothing goes in, nothing but the end comes out', async () => {
    const results = await run(pipeline, [])
    expect(results.flat().filter(({ value }) => !isTotalOfNothing(value))).toEqual([])
  })
})

/** What the function that sums up at the end says of no records. */
function isTotalOfNothing(value: unknown): boolean {
  return JSON.stringify(value) === '{"total":0}'
}
