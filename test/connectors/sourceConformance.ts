import { expect, test } from 'vitest'
import type { Source } from '../../src/engine/source.ts'
import { openSource, take } from './openSource.ts'

/** What a source is held against. */
export interface SourceCase<T> {
  readonly source: Source<T>
  /** The records it gives, in order (of each split); for an unbounded one the first of them. */
  readonly expected: readonly T[]
  /** How many records it cannot decode among them. */
  readonly malformed?: number
  /** Whether a restored reader gives the rest again: false for what nothing replays (a WebSocket). */
  readonly rewindable: boolean
  dispose?(): Promise<void>
}

/** The contract of `src/engine/source.ts`, for every source: call it once for each. */
export function sourceConformance<T>(name: string, make: () => Promise<SourceCase<T>>): void {
  const check = (title: string, body: (given: SourceCase<T>) => Promise<void>) =>
    test(`${name}: ${title}`, async () => {
      const given = await make()
      try {
        await body(given)
      } finally {
        await given.dispose?.()
      }
    })

  check('gives its records, in batches no larger than asked for', async ({ source, expected, malformed = 0 }) => {
    const { reader, splits, deadLetters } = await openSource(source)
    const values: T[] = []
    for (let max = 1; values.length < expected.length && !reader.finished; max = (max % 7) + 1) {
      const batch = reader.poll(Math.min(max, expected.length - values.length))
      if (!batch) {
        if (!reader.finished) await reader.available()
        continue
      }
      expect(batch.values.length).toBeGreaterThan(0)
      expect(batch.values.length).toBeLessThanOrEqual(max)
      expect(splits).toContain(`added ${batch.split}`)
      expect(splits).not.toContain(`finished ${batch.split}`)
      if (batch.timestamps) expect(batch.timestamps.length).toBe(batch.values.length)
      values.push(...batch.values)
    }
    expect(values).toEqual(expected)
    if (source.boundedness === 'bounded') {
      expect(await take(reader)).toEqual([])
      expect(deadLetters.length).toBe(malformed)
    }
    await reader.close()
  })

  check('is finished exactly when it is bounded and has been read', async ({ source, expected }) => {
    const { reader } = await openSource(source)
    expect(reader.finished && expected.length > 0).toBe(false)
    expect(await take(reader, expected.length)).toEqual(expected)
    if (source.boundedness === 'unbounded') expect(reader.finished).toBe(false)
    else {
      await take(reader)
      expect(reader.finished).toBe(true)
      expect(reader.poll(10)).toBeUndefined()
      await reader.available()
    }
    await reader.close()
  })

  check(
    'goes on after any record from its position, which is plain data',
    async ({ source, expected, malformed, rewindable }) => {
      if (!rewindable) {
        const { reader } = await openSource(source)
        const position = reader.position()
        expect(JSON.parse(JSON.stringify({ position }))).toEqual({ ...(position === undefined ? {} : { position }) })
        await reader.close()
        return
      }
      const step = Math.max(1, Math.ceil(expected.length / 40))
      for (let at = 0; at <= expected.length; at += step) {
        const first = await openSource(source)
        const before = await take(first.reader, at, 3)
        const position = JSON.parse(JSON.stringify(first.reader.position())) as unknown
        await first.reader.close()
        const second = await openSource(source, { restoredPosition: position })
        const after = await take(second.reader, expected.length - at)
        if (source.boundedness === 'bounded') {
          after.push(...(await take(second.reader)))
          expect(first.deadLetters.length + second.deadLetters.length).toBe(malformed ?? 0)
        }
        await second.reader.close()
        expect([...before, ...after]).toEqual(expected)
      }
    },
  )

  check('stops waiting when the job ends, and closes twice', async ({ source, expected }) => {
    const { reader, abort } = await openSource(source)
    await take(reader, Math.min(1, expected.length))
    const waiting = reader.available()
    abort()
    await waiting
    await reader.close()
    await reader.close()
    const unread = await openSource(source)
    await unread.reader.close()
  })
}
