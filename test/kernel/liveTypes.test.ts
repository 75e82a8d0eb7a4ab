import { writeFileSync } from 'node:fs'
import path from 'node:path'
import typescript from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findMismatch } from '../../src/kernel/liveTypes/findMismatch.ts'
import { StreamSample } from '../../src/kernel/liveTypes/streamSample.ts'
import { TypeCounter } from '../../src/kernel/liveTypes/typeCounter.ts'
import { interfaceBody, typeText } from '../../src/kernel/liveTypes/typeText.ts'
import { NotebookProgram } from '../../src/language/notebookProgram.ts'
import type { LiveSourceType, TypeShape } from '../../src/protocol/liveTypes.ts'
import type { CellId, KernelMessage } from '../../src/protocol/messages.ts'
import { type LanguageDist, languageDist } from '../language/languageDist.ts'
import { buildKernel } from './buildKernel.ts'
import { KernelHarness } from './kernelHarness.ts'

function typeOf(...values: readonly unknown[]): string {
  const counter = new TypeCounter()
  for (const value of values) counter.add(value)
  return typeText(counter.shape())
}

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i))

describe('the type of records', () => {
  const CASES: Record<string, [readonly unknown[], string]> = {
    'no record': [[], 'unknown'],
    'plain fields': [[{ id: 1, name: 'a', ok: true }], '{ id: number; name: string; ok: boolean }'],
    'integers, fractions, NaN': [[{ x: 1 }, { x: 1.5 }, { x: Number.NaN }], '{ x: number }'],
    'a field that some lack': [[{ a: 1, b: 2 }, { a: 3 }], '{ a: number; b?: number }'],
    'a field that comes later': [[{ a: 1 }, { a: 2, b: 'x' }], '{ a: number; b?: string }'],
    'undefined is as good as absent': [[{ a: undefined }, { a: 1 }], '{ a?: number }'],
    null: [[{ a: null }, { a: 1 }], '{ a: number | null }'],
    'only null': [[{ a: null }], '{ a: null }'],
    'a union': [[{ a: 1 }, { a: 'one' }], '{ a: number | string }'],
    'nested objects': [[{ p: { x: 1 } }, { p: { x: 2, y: 3 } }], '{ p: { x: number; y?: number } }'],
    'arrays of objects': [[{ l: [{ q: 1 }, { q: 2, s: 'a' }] }], '{ l: { q: number; s?: string }[] }'],
    'mixed arrays': [[{ l: [1, 'a'] }], '{ l: (number | string)[] }'],
    'undefined in a list': [[{ l: [1, undefined] }], '{ l: (number | undefined)[] }'],
    'an empty array': [[{ l: [] }], '{ l: unknown[] }'],
    'an empty object': [[{ o: {} }], '{ o: {} }'],
    'keys that are no names': [[{ 'a-b': 1, "it's": 2, ünï: 3 }], `{ 'a-b': number; 'it\\'s': number; ünï: number }`],
    dates: [[{ at: new Date(0) }], '{ at: Date }'],
    'big integers': [[{ n: 1n }], '{ n: bigint }'],
    'typed arrays': [[{ v: new Float64Array(2) }], '{ v: Float64Array }'],
    'values that are no objects': [[1, 2, 'x'], 'number | string'],
    'few texts in many records': [times(20, i => ({ s: i % 2 ? 'buy' : 'sell' })), `{ s: 'buy' | 'sell' }`],
    'few texts in few records': [times(19, i => ({ s: i % 2 ? 'buy' : 'sell' })), '{ s: string }'],
    'eight texts': [
      times(24, i => ({ s: `t${i % 8}` })),
      `{ s: 't0' | 't1' | 't2' | 't3' | 't4' | 't5' | 't6' | 't7' }`,
    ],
    'nine texts': [times(90, i => ({ s: `t${i % 9}` })), '{ s: string }'],
    'one text is no domain': [times(50, () => ({ s: 'USD' })), '{ s: string }'],
    'long texts': [times(50, i => ({ s: 'x'.repeat(50) + (i % 2) })), '{ s: string }'],
    'ISO dates, however few': [times(50, i => ({ d: i % 2 ? '2024-01-01' : '2024-01-02T10:00:00Z' })), '{ d: string }'],
    'texts with quotes and line ends': [
      times(20, i => ({ s: i % 2 ? `it's` : 'a\nb"' })),
      `{ s: 'a\\nb"' | 'it\\'s' }`,
    ],
    'literals or null': [times(30, i => ({ s: i % 3 === 0 ? null : i % 2 ? 'a' : 'b' })), `{ s: 'a' | 'b' | null }`],
    'a dictionary': [
      times(30, i => Object.fromEntries(times(10, k => [`key${i * 10 + k}`, i]))),
      'Record<string, number>',
    ],
    'a Proxy is not looked into': [[new Proxy({}, { ownKeys: () => expect.fail('it was') })], 'unknown'],
  }
  test.each(Object.entries(CASES))('%s', (_, [values, expected]) => {
    expect(typeOf(...values)).toBe(expected)
  })

  test('getters are not run', () => {
    let ran = 0
    const record = {
      a: 1,
      get b() {
        ran++
        return 2
      },
    }
    expect(typeOf(record)).toBe('{ a: number; b?: unknown }')
    expect(ran).toBe(0)
  })

  test('what goes deeper than eight levels is unknown, also where it is circular', () => {
    const ring: { next?: unknown } = {}
    ring.next = ring
    expect(typeOf(ring)).toMatch(/^(\{ next: ){8}unknown( \}){8}$/)
  })

  test('as the body of an interface', () => {
    const counter = new TypeCounter()
    counter.add({ id: 1, tags: ['a'] })
    counter.add({ id: 1 })
    expect(interfaceBody(counter.shape())).toBe('  id: number\n  tags?: string[]')
    const text = new TypeCounter()
    text.add('a')
    expect(interfaceBody(text.shape())).toBeUndefined()
  })

  test('every record that was looked at fits the type that was found', () => {
    // An independent check: whatever the random records, the inferred type admits each of them.
    let seed = 7
    const random = () => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31
      return seed / 2 ** 31
    }
    const anything = (depth: number): unknown => {
      const pick = Math.floor(random() * (depth > 2 ? 5 : 7))
      if (pick === 5) return times(Math.floor(random() * 4), () => anything(depth + 1))
      if (pick === 6) return record(depth + 1)
      return [null, Math.floor(random() * 5), `s${Math.floor(random() * 4)}`, random() < 0.5, undefined][pick]
    }
    const record = (depth: number) =>
      Object.fromEntries(['a', 'b', 'c', 'd'].filter(() => random() < 0.8).map(name => [name, anything(depth)]))
    for (let round = 0; round < 50; round++) {
      const records = times(40, () => record(0))
      const counter = new TypeCounter()
      for (const one of records) counter.add(one)
      const shape = counter.shape()
      for (const one of records) expect(findMismatch(shape, one)).toBeUndefined()
    }
  })
})

describe('a record held against a declared type', () => {
  const NUMBER: TypeShape = { kind: 'named', name: 'number' }
  const TEXT: TypeShape = { kind: 'named', name: 'string' }
  const shape: TypeShape = {
    kind: 'object',
    fields: [
      { name: 'price', optional: false, type: NUMBER },
      { name: 'note', optional: true, type: TEXT },
      {
        name: 'side',
        optional: true,
        type: {
          kind: 'union',
          members: [
            { kind: 'literal', value: 'buy' },
            { kind: 'literal', value: 'sell' },
          ],
        },
      },
      {
        name: 'items',
        optional: true,
        type: { kind: 'array', item: { kind: 'object', fields: [{ name: 'id', optional: false, type: NUMBER }] } },
      },
    ],
  }
  test.each([
    [{ price: 1 }, undefined],
    [{ price: 1, more: 'is no harm' }, undefined],
    [{ price: '1' }, 'price: number, found the text "1"'],
    [{ price: null }, 'price: number, found null'],
    [{}, 'price: number, found nothing: the field is missing'],
    [{ price: 1, note: 2 }, 'note: string, found the number 2'],
    [{ price: 1, side: 'hold' }, `side: 'buy' | 'sell', found the text "hold"`],
    [{ price: 1, items: [{ id: 1 }, { id: 'x' }] }, 'items[1].id: number, found the text "x"'],
    [
      'text',
      ": { price: number; note?: string; side?: 'buy' | 'sell'; items?: { id: number }[] …, found the text \"text\"",
    ],
  ])('%j', (value, expected) => {
    const found = findMismatch(shape, value)
    expect(found && `${found.path}: ${found.expected}, found ${found.found}`).toBe(expected)
  })
})

describe('looking at a stream', () => {
  const metrics = { recordsOut: 0 } as never
  const batch = (values: readonly unknown[]) => ({ values, timestamps: undefined, watermarks: undefined })

  test('the first thousand records, then one in a thousand', () => {
    const looked: unknown[] = []
    const sample = new StreamSample(
      metrics,
      () => {},
      record => looked.push(record),
    )
    for (let i = 0; i < 100; i++) sample.batch(batch(times(100, k => i * 100 + k)))
    expect(looked).toHaveLength(1_009)
    expect(looked.slice(0, 1_000)).toEqual(times(1_000, i => i))
    expect(looked.slice(1_000)).toEqual([1_999, 2_999, 3_999, 4_999, 5_999, 6_999, 7_999, 8_999, 9_999])
  })

  test('costs less than two nanoseconds a record after the first thousand', () => {
    const sample = new StreamSample(metrics, () => {})
    const records = batch(times(1_000, i => ({ id: i, name: 'x', price: i / 3, tags: ['a', 'b'] })))
    for (let i = 0; i < 100; i++) sample.batch(records)
    let best = Number.POSITIVE_INFINITY
    for (let round = 0; round < 5; round++) {
      const start = performance.now()
      for (let i = 0; i < 1_000; i++) sample.batch(records)
      best = Math.min(best, performance.now() - start)
    }
    expect((best * 1e6) / 1_000_000).toBeLessThan(2)
  })
})

describe('in a kernel', () => {
  let harness: KernelHarness
  let dist: LanguageDist
  beforeAll(async () => {
    dist = await languageDist()
    harness = await KernelHarness.start(await buildKernel())
    await harness.run(1, "import { env, fileSource, json, csv, dataGenSource, display, record, replay } from 'flinknb'")
  }, 60_000)
  afterAll(() => {
    dist.remove()
    harness.kernel.kill()
  })

  type LiveTypes = Extract<KernelMessage, { type: 'liveTypes' }>

  async function sourceAt(line: number, cell: number, wanted: (source: LiveSourceType) => boolean = () => true) {
    const isIt = (source: LiveSourceType) => source.cellId === `cell-${cell}` && source.line === line && wanted(source)
    const message = (await harness.until(m => m.type === 'liveTypes' && m.sources.some(isIt))) as LiveTypes
    return message.sources.find(isIt) as LiveSourceType
  }

  function write(name: string, rows: readonly unknown[]) {
    writeFileSync(path.join(harness.directory, name), rows.map(row => `${JSON.stringify(row)}\n`).join(''))
  }

  test('what a file source delivered is known by the place of its call', async () => {
    write(
      'trades.jsonl',
      times(1_500, i => ({ id: i, side: i % 2 ? 'buy' : 'sell', ...(i % 7 ? {} : { note: `n${i}` }) })),
    )
    await harness.run(
      2,
      "const other = 1\nconst trades = env.fromSource(fileSource({ path: 'trades.jsonl', format: json() }))\nawait trades.executeAndCollect()",
    )
    const found = await sourceAt(2, 2, source => source.records === 1_000)
    expect(found).toMatchObject({
      callee: 'fileSource',
      text: `{ id: number; side: 'buy' | 'sell'; note?: string }`,
      mismatch: undefined,
    })
    // where V8 says that a call is: at its bracket
    expect(found.column).toBe('const trades = env.fromSource(fileSource('.length)
  })

  test('also where another cell runs it, for replays, for collections and for sources of one own', async () => {
    await harness.run(3, 'const made = env.fromSource(dataGenSource(i => ({ i, half: i / 2 }), { count: 30 }))\nmade')
    const custom = `const own = env.fromSource({ kind: 'own', description: 'own', boundedness: 'bounded', async open() {
      let left = 3
      return { poll: () => left-- > 0 ? { split: '0', values: [{ left }] } : undefined, get finished() { return left < 0 }, available: async () => {}, position: () => left, close: async () => {} }
    } })\nconst listed = env.fromCollection([{ z: 1n }])
await own.executeAndCollect(); await listed.executeAndCollect(); await made.executeAndCollect()
record(made, 'made.jsonl'); await env.execute()
await replay('made.jsonl').executeAndCollect()`
    const { status, error } = await harness.run(4, custom)
    expect([status, error]).toEqual(['ok', undefined])
    expect(await sourceAt(1, 3)).toMatchObject({
      callee: 'dataGenSource',
      text: '{ i: number; half: number }',
      records: 60, // both of its jobs in that cell
    })
    expect(await sourceAt(1, 4)).toMatchObject({ callee: 'fromSource', text: '{ left: number }' })
    expect(await sourceAt(5, 4)).toMatchObject({ callee: 'fromCollection', text: '{ z: bigint }' })
    expect(await sourceAt(8, 4)).toMatchObject({ callee: 'replay', text: '{ i: number; half: number }' })
  })

  test('a record that does not fit the declared type is an example, whether it was declared before or after', async () => {
    write(
      'orders.jsonl',
      times(200, i => ({ id: i, price: i === 150 ? 'free' : i })),
    )
    const code =
      "const orders = env.fromSource(fileSource({ path: 'orders.jsonl', format: json() }))\nawait orders.executeAndCollect()"
    const shape: TypeShape = {
      kind: 'object',
      fields: ['id', 'price'].map(name => ({ name, optional: false, type: { kind: 'named', name: 'number' } })),
    }
    const declare = (cell: number) =>
      harness.kernel.send({
        type: 'declareTypes',
        declared: [{ place: { cellId: `cell-${cell}` as CellId, line: 1, column: 31, callee: 'fileSource' }, shape }],
      })
    const expected = {
      path: 'price',
      expected: 'number',
      found: 'the text "free"',
      example: '{"id":150,"price":"free"}',
    }
    await harness.run(5, code)
    expect((await sourceAt(1, 5)).mismatch).toBeUndefined()
    declare(5)
    expect((await sourceAt(1, 5, source => source.mismatch !== undefined)).mismatch).toEqual(expected)
    declare(6)
    await harness.run(6, code)
    expect((await sourceAt(1, 6, source => source.mismatch !== undefined)).mismatch).toEqual(expected)
  })

  test('a call with type arguments of several lines is held against them, also in the middle of a chain', async () => {
    const code = `const wide = await env
  .fromSource(
    dataGenSource<{
      v: number
    }>(i => ({ v: (i === 7 ? 'x' : i) as number }), { count: 20 }),
  )
  .map(r => r)
  .filter(() => true)
  .executeAndCollect()`
    const shape: TypeShape = {
      kind: 'object',
      fields: [{ name: 'v', optional: false, type: { kind: 'named', name: 'number' } }],
    }
    const program = new NotebookProgram(typescript, path.join(dist.folder, 'n.flinknb'), dist.files)
    program.update([{ id: '1', code: `import { env, dataGenSource } from 'flinknb'\n;${code}` }])
    const [cell] = program.answer('recordTypes', {})
    const place = cell?.places.find(one => one.place.kind === 'source' && one.place.callee === 'dataGenSource')
    expect(place).toMatchObject({ shape, callAt: { line: 6 } })
    program.dispose()
    const callAt = { line: 5, column: place?.callAt.column as number }
    harness.kernel.send({
      type: 'declareTypes',
      declared: [{ place: { cellId: 'cell-8' as CellId, callee: 'dataGenSource', ...callAt }, shape }],
    })
    await harness.run(8, code)
    const found = await sourceAt(5, 8, source => source.mismatch !== undefined)
    expect(found.mismatch).toMatchObject({ path: 'v', found: 'the text "x"' })
    expect(found.text).toBe('{ v: number | string }')
  })

  test('later records are looked at too: one in a thousand', async () => {
    const code = `const late = env.fromSource(dataGenSource(i => ({ v: i < 5_000 ? i : 'x' }), { count: 20_000 }))\nawait late.executeAndCollect()`
    const shape: TypeShape = {
      kind: 'object',
      fields: [{ name: 'v', optional: false, type: { kind: 'named', name: 'number' } }],
    }
    const place = { cellId: 'cell-7' as CellId, line: 1, column: 29, callee: 'dataGenSource' }
    harness.kernel.send({ type: 'declareTypes', declared: [{ place, shape }] })
    await harness.run(7, code)
    const found = await sourceAt(1, 7, source => source.mismatch !== undefined)
    expect(found.mismatch).toMatchObject({ path: 'v', found: 'the text "x"' })
    expect(found.text).toBe('{ v: number | string }')
  })
})
