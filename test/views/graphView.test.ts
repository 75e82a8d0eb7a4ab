import { afterEach, expect, test } from 'vitest'
import type { Job } from '../../src/engine/job.ts'
import { RunningGraph } from '../../src/engine/runningGraph.ts'
import { collectionSource } from '../../src/engine/sources/collectionSource.ts'
import { WatermarkStrategy } from '../../src/engine/watermarkStrategy.ts'
import { liveViewOf } from '../../src/kernel/live/liveViewOf.ts'
import { BOX, layoutGraph } from '../../src/kernel/views/graphLayout.ts'
import { GraphView } from '../../src/kernel/views/graphView.ts'
import type { GraphPoint } from '../../src/protocol/graph.ts'
import type { OutputId } from '../../src/protocol/live.ts'
import type { NewestRecords } from '../../src/protocol/questions.ts'
import { numbers, runningEnvironment, sinkTaking } from './runningJob.ts'

const jobs: Job[] = []
afterEach(async () => {
  await Promise.all(jobs.splice(0).map(job => job.cancel()))
})

const later = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
let time = 0
const now = () => time

/** How far a point is from the border of the box around a centre. */
function fromBorder(point: GraphPoint | undefined, centre: GraphPoint): number {
  const beside = Math.abs((point?.x ?? 0) - centre.x) - BOX.width / 2
  const above = Math.abs((point?.y ?? 0) - centre.y) - BOX.height / 2
  return Math.abs(Math.max(beside, above))
}

test('boxes stand in the order of the flow, apart from each other, and an arrow begins and ends at its boxes', () => {
  const ids = ['source', 'map', 'window', 'sink a', 'sink b']
  const edges = [
    { from: 'source', to: 'map' },
    { from: 'map', to: 'window' },
    { from: 'window', to: 'sink a' },
    { from: 'map', to: 'sink b' },
    { from: 'map', to: 'sink b' },
  ]
  const { boxes, arrows, width, height } = layoutGraph(ids, edges)
  const at = (id: string) => boxes.get(id) ?? { x: Number.NaN, y: Number.NaN }
  for (const { from, to } of edges) expect(at(to).x - at(from).x).toBeGreaterThan(BOX.width)
  for (const a of ids) {
    expect(at(a).x + BOX.width / 2).toBeLessThanOrEqual(width)
    expect(at(a).y + BOX.height / 2).toBeLessThanOrEqual(height)
    for (const b of ids) {
      if (a !== b)
        expect(Math.abs(at(a).x - at(b).x) >= BOX.width || Math.abs(at(a).y - at(b).y) >= BOX.height).toBe(true)
    }
  }
  expect(arrows).toHaveLength(5)
  for (const [index, { points }] of arrows.entries()) {
    expect(fromBorder(points[0], at(edges[index]?.from ?? ''))).toBeLessThanOrEqual(1)
    expect(fromBorder(points.at(-1), at(edges[index]?.to ?? ''))).toBeLessThanOrEqual(1)
  }
  // Two edges between the same operators are two arrows.
  expect(arrows[3]?.label).not.toEqual(arrows[4]?.label)
})

test('a slow sink is marked and named, rates stand on the arrows, and each operator has a course', async () => {
  const { env, submit } = runningEnvironment()
  env
    .fromCollection(numbers(1e9, 0))
    .map(row => ({ ...row, twice: row.i * 2 }), 'twice')
    .sinkTo(sinkTaking(20), 'slow')
  const view = new GraphView('g' as OutputId, () => env.jobs(), now)
  expect(view.state()).toMatchObject({ jobs: [], status: { phase: 'idle', note: 'no job runs yet' } })
  expect(view.takePatch()).toBeUndefined()
  jobs.push(submit())
  await jobs[0]?.started
  for (let k = 0; k < 3; k++) {
    await later(1_050)
    time += 1_050
    expect(view.takePatch()).toBeDefined()
    expect(view.takePatch(), 'one look a second').toBeUndefined()
  }
  const state = view.state()
  expect(state.status).toMatchObject({ phase: 'backpressured', backpressuredBy: 'slow' })
  const [job] = state.jobs
  expect(
    job?.operators.map(({ kind, name, bottleneck, backpressure }) => [kind, name, bottleneck, backpressure]),
  ).toEqual([
    ['source', 'collection', false, 'high'],
    ['operator', 'twice', false, 'high'],
    ['sink', 'slow', true, 'ok'],
  ])
  expect(job?.arrows.map(({ from, to }) => [from, to])).toEqual([
    ['source collection', 'twice'],
    ['twice', 'sink slow'],
  ])
  for (const { perSecond } of job?.arrows ?? []) expect(perSecond).toBeGreaterThan(10)
  const { metrics } = view.answer({ kind: 'operatorHistory', job: 'cell 1 #1', operator: 'twice' }) as never as {
    metrics: { name: string; values: (number | null)[] }[]
  }
  const heldBack = metrics.find(({ name }) => name === 'held back')?.values ?? []
  expect(heldBack.length).toBe(3)
  expect(heldBack.at(-1)).toBeGreaterThan(50)
  expect(
    metrics.map(({ name }) => name),
    'no watermark, so no lag',
  ).not.toContain('watermark lag')
  expect(view.mimeBundle()['text/plain']).toMatch(/backpressured by slow/)
  expect(view.mimeBundle()['text/plain']).toMatch(/^cell 1 #1 \(running\)\n {2}source collection · [\d,]+\/s/)
})

test('an edge is watched from the first question until nobody has asked for five seconds', async () => {
  const { env, submit } = runningEnvironment()
  env
    .fromCollection(numbers(10, 5))
    .map(row => ({ ...row, nested: { a: [1] } }), 'nest')
    .sinkTo(sinkTaking(0), 'none')
  const job = submit()
  jobs.push(job)
  let taps = 0
  const closed = (close: () => void) => {
    taps--
    close()
  }
  const sample = job.sample.bind(job)
  job.sample = (...given) => {
    taps++
    const { records, close } = sample(...given)
    return { records, close: () => closed(close) }
  }
  const view = new GraphView('g' as OutputId, () => env.jobs(), now)
  await job.started
  await later(50)
  view.takePatch()
  expect(taps).toBe(0)
  const question = { kind: 'edgeRecords', job: 'cell 1 #1', from: 'nest' } as const
  expect(view.answer(question)).toMatchObject({ rows: [], live: true })
  expect(taps).toBe(1)
  await later(100)
  time += 4_000
  view.takePatch()
  const newest = view.answer(question) as NewestRecords
  expect(newest.columns.map(({ name }) => name)).toEqual(['i', 'text', 'nested'])
  expect(newest.rows).toHaveLength(20)
  const numbersSeen = newest.rows.map(([i]) => i as number)
  expect(numbersSeen).toEqual([...numbersSeen].sort((a, b) => a - b))
  expect(newest.rows[0]?.[2]).toEqual({ a: [1] })
  expect(taps, 'still the same').toBe(1)
  time += 5_001
  view.takePatch()
  expect(taps).toBe(0)
  view.answer(question)
  view.dispose()
  expect(taps).toBe(0)
  expect(() => view.answer({ ...question, from: 'nobody' })).toThrow(/no operator 'nobody'/)
  expect(() => view.answer({ ...question, job: 'cell 9 #1' })).toThrow(/cell 9 #1 is not there/)
})

test('a job that ends before anybody looks is still shown, and its cell running again replaces it', async () => {
  const { env, submit } = runningEnvironment()
  env.fromCollection([1, 2, 3]).sinkTo(sinkTaking(0), 'all')
  const view = new GraphView('g' as OutputId, () => env.jobs(), now)
  const job = submit()
  view.follow(job)
  await job.done
  expect(view.takePatch()?.jobs).toMatchObject([{ state: 'finished', arrows: [{ records: 3 }] }])
  expect(view.state().status).toMatchObject({ phase: 'finished', records: 3 })
  env.fromCollection([1, 2]).sinkTo(sinkTaking(0), 'some')
  const again = submit()
  view.follow(again)
  await again.done
  view.takePatch()
  expect(view.state().jobs.map(({ operators }) => operators.at(-1)?.name)).toEqual(['some'])
})

test('what env.graph() gives is an array of graphs, and is shown live', () => {
  const { env } = runningEnvironment()
  const graph = env.graph()
  expect(graph).toBeInstanceOf(RunningGraph)
  expect(graph.map(one => one.id).constructor).toBe(Array)
  expect(JSON.stringify(graph)).toBe('[]')
  expect(liveViewOf(graph, () => 'x' as OutputId)?.view).toBeInstanceOf(GraphView)
})

test('the newest dead letters are kept, also when no stream of them is read', async () => {
  const { env, submit } = runningEnvironment()
  const rows = Array.from({ length: 60 }, (_, i) => ({ i, at: (i < 55 ? 'no time' : 1_717_200_000_000 + i) as number }))
  env
    .fromSource(
      collectionSource(rows),
      WatermarkStrategy.forMonotonousTimestamps<(typeof rows)[number]>().withTimestampAssigner('at'),
    )
    .sinkTo(sinkTaking(0), 'all')
  const view = new GraphView('g' as OutputId, () => env.jobs(), now)
  const job = submit()
  view.follow(job)
  await job.done
  const letters = view.answer({ kind: 'deadLetters' }) as NewestRecords
  expect(view.state().status.malformed).toBe(55)
  expect(letters.columns.map(({ name }) => name)).toEqual(['reason', 'raw', 'origin', 'at'])
  expect(letters.rows.map(row => JSON.parse(row[1] as string).i)).toEqual(Array.from({ length: 50 }, (_, k) => k + 5))
  expect(letters.rows[0]?.[0]).toMatch(/^no valid event time: column 'at' is "no time"/)
  expect(letters.live).toBe(false)
})
