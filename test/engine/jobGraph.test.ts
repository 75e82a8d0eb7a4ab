import { expect, test } from 'vitest'
import type { JobId } from '../../src/engine/job.ts'
import { backpressureLevel, type GraphCounts, graphBetween } from '../../src/engine/jobGraph.ts'
import { OutputTag } from '../../src/engine/processFunction.ts'
import { testEnvironment } from './pipeline.ts'

const JOB = { id: 'job' as JobId, state: 'running', processingTime: 10_000 } as const

type Counted = Partial<GraphCounts['operators'][number]> & { readonly id: string }

function counts(at: number, operators: readonly Counted[]): GraphCounts {
  const zero = {
    kind: 'operator',
    recordsIn: 0,
    recordsOut: 0,
    busyMs: 0,
    backpressuredMs: 0,
    watermark: -Infinity,
    lateRecords: 0,
  } as const
  return {
    at,
    operators: operators.map(operator => ({ ...zero, name: operator.id, ...operator })),
    edges: [
      { from: 'source', to: 'map' },
      { from: 'map', to: 'sink' },
    ],
  }
}

test('the thresholds are those of Flink (Monitoring Back Pressure): up to 0.10 ok, up to 0.5 low, above high', () => {
  expect([0, 0.1, 0.11, 0.5, 0.51, 1].map(backpressureLevel)).toEqual(['ok', 'ok', 'low', 'low', 'high', 'high'])
})

test('rates and shares speak of the time between two counts; the slow sink is marked', () => {
  const before = counts(1_000, [{ id: 'source', recordsOut: 100 }, { id: 'map' }, { id: 'sink' }])
  const now = counts(3_000, [
    { id: 'source', recordsOut: 300, busyMs: 200, backpressuredMs: 1_600 },
    { id: 'map', recordsIn: 200, backpressuredMs: 1_600, watermark: 9_000 },
    { id: 'sink', busyMs: 20 },
  ])
  const { nodes } = graphBetween(before, now, JOB)
  expect(nodes[0]).toMatchObject({ outPerSecond: 100, busyShare: 0.1, backpressuredShare: 0.8, backpressure: 'high' })
  expect(nodes[1]).toMatchObject({ inPerSecond: 100, watermarkLagMs: 1_000, idleShare: expect.closeTo(0.2) })
  expect(nodes.filter(node => node.bottleneck).map(node => node.id)).toEqual(['sink'])
})

test('where the thread is the limit the busiest operator is marked, and an idle job has none', () => {
  const before = counts(0, [{ id: 'source' }, { id: 'map' }, { id: 'sink' }])
  const busy = counts(1_000, [{ id: 'source', busyMs: 100 }, { id: 'map', busyMs: 800 }, { id: 'sink' }])
  expect(graphBetween(before, busy, JOB).nodes.find(node => node.bottleneck)?.id).toBe('map')
  const idle = counts(1_000, [{ id: 'source', busyMs: 1 }, { id: 'map' }, { id: 'sink' }])
  expect(graphBetween(before, idle, JOB).nodes.find(node => node.bottleneck)).toBeUndefined()
})

test('a running job shows its graph, and an edge can be watched and left alone again', async () => {
  const { env, submit } = testEnvironment()
  let release = () => {}
  async function* items() {
    yield* [1, 2, 3]
    await new Promise<void>(resolve => {
      release = resolve
    })
    yield 4
  }
  env
    .fromCollection(items())
    .map(v => v * 10, 'times ten')
    .sinkTo({
      kind: 'none',
      description: 'none',
      open: async () => ({
        write: () => {},
        prepareCommit: async () => undefined,
        commit: async () => {},
        abort: async () => {},
        close: async () => {},
      }),
    })
  const job = submit()
  const sampling = job.sample('times ten', 2)
  await job.started
  await new Promise(resolve => setTimeout(resolve, 5))
  expect(env.graph()).toMatchObject([
    {
      state: 'running',
      edges: [
        { from: 'source collection', to: 'times ten' },
        { from: 'times ten', to: 'sink none' },
      ],
    },
  ])
  expect(sampling.records().map(record => record.value)).toEqual([20, 30])
  sampling.close()
  release()
  await job.done
  expect(sampling.records().map(record => record.value)).toEqual([20, 30])
  expect(env.graph()).toEqual([])
  expect(() => job.sample('nobody')).toThrow(/no operator 'nobody'/)
})

test('the graph says how much each operator remembers, and which edge carries a side output, which can be watched', async () => {
  const { env, submit } = testEnvironment()
  let release = () => {}
  async function* items() {
    yield* [1, 2, 3, 4, 5]
    await new Promise<void>(resolve => {
      release = resolve
    })
  }
  const odd = new OutputTag<number>('odd')
  const split = env.fromCollection(items()).process({
    processElement(value: number, context, out) {
      if (value % 2 === 0) out.collect(value)
      else context.output(odd, value)
    },
  })
  const nothing = {
    kind: 'none',
    description: 'none',
    open: async () => ({
      write: () => {},
      prepareCommit: async () => undefined,
      commit: async () => {},
      abort: async () => {},
      close: async () => {},
    }),
  }
  split
    .keyBy(value => value)
    .reduce((_, value) => value)
    .sinkTo(nothing, 'evens')
  split.getSideOutput(odd).sinkTo(nothing, 'odds')
  const job = submit()
  const process = job.graph().edges[0]?.to ?? ''
  const sampling = job.sample(process, 2, 'odd')
  await job.started
  await new Promise(resolve => setTimeout(resolve, 5))
  const { nodes, edges } = job.graph()
  expect(edges.filter(edge => edge.side !== undefined)).toEqual([{ from: process, to: 'sink odds', side: 'odd' }])
  const reduce = edges.find(edge => edge.to === 'sink evens')?.from
  expect(nodes.find(node => node.id === reduce)?.stateEntries).toBe(2)
  expect(nodes.find(node => node.id === process)?.stateEntries).toBeUndefined()
  expect(sampling.records().map(record => record.value)).toEqual([3, 5])
  expect(() => job.sample(process, 2, 'nothing')).toThrow(/sends records on as 'nothing'/)
  sampling.close()
  release()
  await job.done
})

test('of two sinks behind one operator the one that has no room is marked, not the one that stands first', () => {
  const edges = [
    { from: 'source', to: 'fast' },
    { from: 'source', to: 'slow' },
  ]
  const before = { ...counts(0, [{ id: 'source' }, { id: 'fast' }, { id: 'slow' }]), edges }
  const now = {
    ...counts(1_000, [
      { id: 'source', backpressuredMs: 800 },
      { id: 'fast', busyMs: 20 },
      { id: 'slow', blockingMs: 790 },
    ]),
    edges,
  }
  expect(
    graphBetween(before, now, JOB)
      .nodes.filter(node => node.bottleneck)
      .map(node => node.id),
  ).toEqual(['slow'])
})
