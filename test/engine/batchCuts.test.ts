import { describe, expect, test } from 'vitest'
import { type Random, seededRandom } from '../../src/base/random.ts'
import { type Item, PipelineHarness, type Result } from './conformance/pipelineHarness.ts'
import { type NamedPipeline, pipelines, type Row } from './conformance/pipelines.ts'
import { randomItems } from './conformance/randomItems.ts'

const SEEDS = 40
const LENGTH = 120
const CUTS = 4

interface Cut {
  readonly batches: readonly (readonly Item<Row>[])[]
  /** How many keys or timers a slice has room for. */
  readonly units: () => number
  /** How many slices of work are done after a batch. */
  readonly slices: () => number
  readonly restarts: () => boolean
}

/** What comes out, in order: main stream, then side outputs. */
function run({ run, inputs, untimed }: NamedPipeline, { batches, units, slices, restarts }: Cut): Result[][] {
  let timeGoesOn = false
  let harness = new PipelineHarness<Row>(run, inputs, !untimed, () => (timeGoesOn ? Number.POSITIVE_INFINITY : units()))
  for (const batch of batches) {
    // what waits meets a later processing time: there the same is asked only of what has been done
    timeGoesOn = batch[0]?.kind === 'now'
    if (timeGoesOn) while (harness.goOn());
    harness.batch(batch)
    timeGoesOn = false
    for (let left = slices(); left > 0 && harness.goOn(); left--);
    if (restarts()) harness = harness.restored()
  }
  harness.end()
  while (harness.goOn());
  expect(harness.inFlight).toBe(false)
  expect(harness.outputs.every(output => output.ended)).toBe(true)
  harness.close()
  return harness.results
}

/** Every record alone, every watermark told, all work done at once. */
function plain(items: readonly Item<Row>[]): Cut {
  const never = () => false
  return { batches: items.map(item => [item]), units: () => Number.POSITIVE_INFINITY, slices: () => 0, restarts: never }
}

/** Batches of any length; of several watermarks between two records the last is told, as where the records between were filtered out. */
function cutAnyhow(items: readonly Item<Row>[], random: Random): Cut {
  const batches: Item<Row>[][] = []
  const joined = random()
  for (const item of items) {
    const last = batches.at(-1)
    const first = last?.[0]
    const flows = item.kind === 'record' || item.kind === 'watermark'
    const follows = (first?.kind === 'record' || first?.kind === 'watermark') && flows && first.input === item.input
    if (last && follows && random() < joined) last.push(item)
    else batches.push([item])
  }
  const sliced = random() < 0.7
  const size = 1 + Math.floor(random() * 4)
  let left = 0
  return {
    batches,
    units: () => {
      if (!sliced) return Number.POSITIVE_INFINITY
      left = left === 0 ? size : 0 // and asked again in the same slice: time is up
      return left
    },
    slices: () => Math.floor(random() * 3),
    restarts: () => random() < 0.1,
  }
}

describe('results depend on the records alone, not on how they are cut into batches, slices and runs of the job', () => {
  test.each(pipelines.filter(pipeline => !pipeline.async))('$name', pipeline => {
    let results = 0
    for (let seed = 1; seed <= SEEDS; seed++) {
      const random = seededRandom(seed)
      const items = randomItems(random, pipeline.inputs, LENGTH)
      const expected = run(pipeline, plain(items))
      for (let cut = 0; cut < CUTS; cut++) {
        expect(run(pipeline, cutAnyhow(items, random)), `seed ${seed}, cut ${cut}`).toEqual(expected)
      }
      results += expected.flat().length
    }
    expect(results).toBeGreaterThan(SEEDS)
  })
})
