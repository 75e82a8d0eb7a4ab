import { expect, test } from 'vitest'
import type { Committable, Sink, SinkWriter } from '../../src/engine/sink.ts'
import { RealClock } from './realClock.ts'

/** What a sink is held against. */
export interface SinkCase<T> {
  readonly sink: Sink<T>
  readonly records: readonly T[]
  /** What a reader outside sees now, in order; undefined where there is nothing yet. */
  visible(): Promise<readonly unknown[] | undefined>
  /** How a record looks to that reader. Default: as it is. */
  shown?(record: T): unknown
  /** Whether what was not committed stays invisible (false: at-least-once). */
  readonly transactional: boolean
  dispose?(): Promise<void>
}

export function openSink<T>(sink: Sink<T>, restored?: readonly Committable[]): Promise<SinkWriter<T>> {
  const context = { clock: new RealClock(), signal: new AbortController().signal, status: () => {} }
  return sink.open(context, restored)
}

/** Plain data survives a checkpoint. */
function stored(committable: Committable): Committable {
  return committable === undefined ? undefined : (JSON.parse(JSON.stringify(committable)) as Committable)
}

/** The contract of `src/engine/sink.ts`, for every sink: call it once for each. */
export function sinkConformance<T>(name: string, make: () => Promise<SinkCase<T>>): void {
  const check = (title: string, body: (given: SinkCase<T>, expected: readonly unknown[]) => Promise<void>) =>
    test(`${name}: ${title}`, async () => {
      const given = await make()
      try {
        await body(
          given,
          given.records.map(record => given.shown?.(record) ?? record),
        )
      } finally {
        await given.dispose?.()
      }
    })

  check(
    'everything written is visible after the last commit, in order',
    async ({ sink, records, visible }, expected) => {
      const writer = await openSink(sink)
      for (let at = 0; at < records.length; at += 7) await writer.write(records.slice(at, at + 7), undefined)
      const committable = await writer.prepareCommit(true)
      if (committable !== undefined) await writer.commit(stored(committable))
      await writer.close()
      await writer.close()
      expect(await visible()).toEqual(expected)
    },
  )

  check('commits again without changing anything', async ({ sink, records, visible }, expected) => {
    const writer = await openSink(sink)
    await writer.write(records, undefined)
    const committable = stored(await writer.prepareCommit(true))
    if (committable !== undefined) {
      await writer.commit(committable)
      await writer.commit(committable)
    }
    await writer.close()
    expect(await visible()).toEqual(expected)
  })

  check('commits at checkpoints lose and double nothing', async ({ sink, records, visible }, expected) => {
    const writer = await openSink(sink)
    for (const [index, record] of records.entries()) {
      await writer.write([record], undefined)
      const last = index === records.length - 1
      const committable = stored(await writer.prepareCommit(last))
      if (committable !== undefined) await writer.commit(committable)
    }
    await writer.close()
    expect(await visible()).toEqual(expected)
  })

  check(
    'what is aborted is not visible, where the sink is transactional',
    async ({ sink, records, visible, transactional }) => {
      const before = transactional ? await visible() : undefined
      const writer = await openSink(sink)
      await writer.write(records, undefined)
      if (transactional) {
        await writer.prepareCommit(true)
        expect(await visible()).toEqual(before)
      }
      await writer.abort()
      await writer.close()
      if (transactional) expect(await visible()).toEqual(before)
    },
  )

  check(
    'a checkpoint taken before a crash is enough to end as if nothing had happened',
    async ({ sink, records, visible, transactional }, expected) => {
      if (!transactional) return
      const half = Math.floor(records.length / 2)
      const first = await openSink(sink)
      await first.write(records.slice(0, half), undefined)
      const checkpoint = stored(await first.prepareCommit(false))
      // The crash: written after the checkpoint, never committed, never closed.
      await first.write(records.slice(half, half + 1), undefined)
      const second = await openSink(sink, checkpoint === undefined ? [] : [checkpoint])
      await second.write(records.slice(half), undefined)
      const last = stored(await second.prepareCommit(true))
      await second.close()
      // A crash between prepare and commit: the next start commits.
      const third = await openSink(sink, [last])
      expect(await visible()).toEqual(expected)
      await third.abort()
      await third.close()
      expect(await visible()).toEqual(expected)
      await first.abort()
    },
  )
}
