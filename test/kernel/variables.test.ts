import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { previewText, typeName } from '../../src/kernel/variables/previewText.ts'
import type { KernelMessage } from '../../src/protocol/messages.ts'
import type {
  VariablePath,
  VariableQueries,
  VariableQuery,
  VariableRequest,
  VariableView,
} from '../../src/protocol/variables.ts'
import { buildKernel } from './buildKernel.ts'
import { KernelHarness } from './kernelHarness.ts'

class Point {
  #secret = 1
  constructor(
    readonly x: number,
    readonly y: number,
  ) {}
  get length() {
    return expect.fail(`the getter ran ${this.#secret}`)
  }
}

const ran = () => expect.fail('code of the value ran')

describe('a value on one line', () => {
  test.each<[string, unknown, string, string]>([
    ['a number', -0, 'number', '-0'],
    ['a text', 'a "b"\n', 'string', '"a \\"b\\"\\n"'],
    ['a long text', 'x'.repeat(500), 'string', `"${'x'.repeat(80)}…"`],
    ['undefined', undefined, 'undefined', 'undefined'],
    ['null', null, 'null', 'null'],
    ['a big integer', 12n, 'bigint', '12n'],
    ['a symbol', Symbol('s'), 'symbol', 'Symbol(s)'],
    ['a list', [1, 'a', [2, [3]]], 'Array', '[1, "a", [2, […]]]'],
    ['a long list', Array.from({ length: 1e6 }, (_, i) => i), 'Array', '[0, 1, 2, 3, 4, 5, 6, 7, …]'],
    ['holes', Object.assign([1], { 2: 2 }), 'Array', '[1, empty, 2]'],
    ['an object', { a: 1, b: { c: 2 } }, 'Object', '{ a: 1, b: { c: 2 } }'],
    ['no prototype', Object.assign(Object.create(null), { a: 1 }), 'object', '{ a: 1 }'],
    ['an instance, whose getter is not run', new Point(1, 2), 'Point', 'Point { x: 1, y: 2 }'],
    ['a map', new Map([['a', { b: 1 }]]), 'Map', 'Map {"a" → { b: 1 }}'],
    ['a set', new Set([1, 2]), 'Set', 'Set {1, 2}'],
    ['a typed array', new Float64Array([1.5, 2]), 'Float64Array', 'Float64Array [1.5, 2]'],
    ['a date', new Date(0), 'Date', '1970-01-01T00:00:00.000Z'],
    ['a date that is none', new Date(Number.NaN), 'Date', 'Invalid Date'],
    ['an error', new TypeError('no'), 'TypeError', 'TypeError: no'],
    ['a regular expression', /a+/g, 'RegExp', '/a+/'],
    ['a function', function add() {}, 'function', 'ƒ add'],
    ['a class', Point, 'class', 'class Point'],
    ['a promise', Promise.resolve(1), 'Promise', 'Promise'],
    [
      'a getter',
      {
        get a() {
          return ran()
        },
      },
      'Object',
      '{ a: (get) }',
    ],
    ['a Proxy', new Proxy({}, { get: ran, ownKeys: ran, getPrototypeOf: ran, has: ran }), 'Proxy', 'Proxy'],
    ['an object under a Proxy', Object.create(new Proxy({}, { get: ran, getPrototypeOf: ran })), 'object', '{}'],
    [
      'a tag that is a getter',
      {
        get [Symbol.toStringTag]() {
          return ran()
        },
      },
      'Object',
      '{}',
    ],
    ['a class whose name is a getter', new (Object.defineProperty(class {}, 'name', { get: ran }))(), 'Object', '{}'],
    [
      'a toString of its own',
      { toString: ran, toJSON: ran, valueOf: ran },
      'Object',
      '{ toString: ƒ ran, toJSON: ƒ ran, valueOf: ƒ ran }',
    ],
    ['an inspect of its own', { [Symbol.for('nodejs.util.inspect.custom')]: ran }, 'Object', '{}'],
    [
      'a map that was given other methods',
      Object.assign(new Map([[1, 2]]), { entries: ran, values: ran }),
      'Map',
      'Map {1 → 2}',
    ],
  ])('%s', (_, value, type, preview) => {
    expect([typeName(value), previewText(value)]).toEqual([type, preview])
  })

  test('never longer than 120 characters', () => {
    expect(previewText(Array.from({ length: 8 }, () => 'y'.repeat(60)))).toHaveLength(120)
  })

  test('a circle ends', () => {
    const ring: { self?: unknown } = {}
    ring.self = ring
    expect(previewText(ring)).toBe('{ self: { self: {…} } }')
  })
})

let harness: KernelHarness
let nextRequest = 1

beforeAll(async () => {
  harness = await KernelHarness.start(await buildKernel())
  await harness.run(1, "import { env, dataGenSource, display, ml, dfd } from 'flinknb'")
}, 60_000)
afterAll(() => harness.kernel.kill())

type Variables = Extract<KernelMessage, { type: 'variables' }>

async function ask<Q extends VariableQuery>(
  query: Q,
  question: VariableQueries[Q]['ask'],
): Promise<VariableQueries[Q]['answer']> {
  const requestId = nextRequest++
  harness.kernel.send({ type: 'variables', request: { query, requestId, ask: question } as VariableRequest })
  const message = (await harness.until(m => m.type === 'variables' && m.response.requestId === requestId)) as Variables
  expect(message.response.error).toBeUndefined()
  return message.response.answer as VariableQueries[Q]['answer']
}

async function variable(name: string): Promise<VariableView> {
  const found = (await ask('list', {})).find(view => view.name === name)
  if (!found) throw new Error(`no variable ${name}`)
  return found
}

const path = (name: string, ...steps: VariablePath['steps']): VariablePath => ({ name, steps })
const children = async (of: VariablePath, start = 0, count = 100) =>
  (await ask('children', { path: of, start, count }))?.map(({ name, type, preview }) =>
    `${name}: ${type} ${preview}`.trim(),
  )

test('top-level names in the order of their declaration, without imports and what was never given a value', async () => {
  await harness.run(
    2,
    'const one = 1\nlet two = "2"\nclass Three {}\nfunction four() {}\nconst { five } = { five: [5] }',
  )
  await harness.run(3, 'let never\nthrow new Error("before the next")\nvar later = 1')
  const names = (await ask('list', {})).map(view => view.name)
  expect(names.filter(name => ['one', 'two', 'Three', 'four', 'five'].includes(name)).sort()).toEqual([
    'Three',
    'five',
    'four',
    'one',
    'two',
  ])
  expect(names).not.toContain('env')
  expect(await variable('five')).toMatchObject({ type: 'Array', preview: '[5]', size: '1 item', children: 1 })
})

test('children come in pages, whatever there is', async () => {
  await harness.run(
    4,
    `const million = Array.from({ length: 1_000_000 }, (_, i) => i)
const map = new Map([[{ id: 1 }, 'first'], ['key', { deep: [1, 2] }]])
let asked = 0
const odd = { plain: 1, get computed() { asked++; return 2 }, [Symbol('tag')]: 3, set written(v) {} }
const proxy = new Proxy({ a: 1 }, { get() { asked++ }, ownKeys() { asked++; return [] }, getPrototypeOf() { asked++; return null }, getOwnPropertyDescriptor() { asked++ } })`,
  )
  expect(await variable('million')).toMatchObject({ size: '1,000,000 items', children: 1_000_000 })
  expect(await children(path('million'), 999_998, 100)).toEqual(['999998: number 999998', '999999: number 999999'])
  expect(await children(path('million'), 0, 100_000)).toHaveLength(200)
  expect(await variable('map')).toMatchObject({ size: '2 entries', children: 2 })
  expect(await children(path('map'))).toEqual(['entry 0: string "first"', 'key: Object { deep: [1, 2] }'])
  const deep = path('map', { kind: 'entry', index: 1, part: 'value' }, { kind: 'property', name: 'deep' })
  expect(await children(deep)).toEqual(['0: number 1', '1: number 2'])
  expect(await children(path('odd'))).toEqual([
    'plain: number 1',
    'computed: accessor (get) not run',
    'written: accessor (set) not run',
    'Symbol(tag): number 3',
  ])
  expect(await variable('proxy')).toMatchObject({ type: 'Proxy', preview: 'Proxy', children: 0 })
  expect((await harness.run(5, 'asked')).result).toBe('0')
  expect(await children(path('gone'))).toBeUndefined()
})

test('a stream shows its columns and, while it runs, its rate', async () => {
  await harness.run(
    6,
    `const ticks = env.fromSource(dataGenSource(i => ({ symbol: i % 2 ? 'A' : 'B', price: i / 2 }), { rowsPerSecond: 500 }))
const doubled = ticks.map(t => ({ twice: t.price * 2 }))`,
  )
  expect(await variable('ticks')).toMatchObject({
    kind: 'stream',
    type: 'DataStream',
    preview: 'not running',
    children: 0,
  })
  await harness.jobRunning(harness.start(7, 'display(ticks); display(doubled)'))
  const until = async (name: string, wanted: RegExp) => {
    for (let tries = 0; tries < 100; tries++) {
      const view = await variable(name)
      if (wanted.test(view.preview)) return view
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    throw new Error(`${name} stayed ${JSON.stringify(await variable(name))}`)
  }
  const running = await until('ticks', /^[4-6]\d\d records\/s · /)
  expect(running).toMatchObject({ size: '2 columns', children: 2 })
  expect(await children(path('ticks'))).toEqual([`symbol: 'A' | 'B'`, 'price: number'])
  expect((await until('doubled', /^[4-6]\d\d records\/s/)).size).toBe('1 column')
  await harness.stop(7)
  expect((await variable('ticks')).preview).toMatch(/^[\d,]+ records$/)
})

test('a model shows its version and the newest of its metrics', async () => {
  await harness.run(
    8,
    `const model = ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression())
const rows = env.fromCollection(Array.from({ length: 200 }, (_, i) => ({ x: i, z: i % 7, y: 3 * i + 1 })))
const scored = rows.process(ml.prequential(model, { features: ['x', 'z'], label: 'y' }))
const other = new ml.LinearRegression()
display(ml.evaluation(scored, { metrics: [ml.MAE, ml.R2] }))`,
  )
  const view = await variable('model')
  expect(view).toMatchObject({ kind: 'model', type: 'StandardScaler → LinearRegression', size: '2 features' })
  expect(view.preview).toMatch(/^version 200 · MAE [\d.]+ · R2 [\d.]+$/)
  expect((await children(path('model')))?.[0]).toBe('version: number 200 records learned')
  expect(await children(path('model'))).toContain('features: string[] x, z')
  expect((await variable('other')).preview).toBe('nothing learned yet')
})

test('a DataFrame shows its shape and columns, and opens as a table; so does a list of rows', async () => {
  await harness.run(
    9,
    `const frame = new dfd.DataFrame([{ a: 1, b: 'x' }, { a: 2.5, b: 'y' }])
const list = Array.from({ length: 2_500 }, (_, i) => ({ i, at: new Date(i), nested: { deep: [i] } }))
const notRows = [1, 2, 3]
const sneaky = [{ ok: 1, get bad() { throw new Error('ran') } }]`,
  )
  expect(await variable('frame')).toMatchObject({
    kind: 'frame',
    size: '2 × 2',
    preview: 'a, b',
    isTable: true,
  })
  expect(await children(path('frame'))).toEqual(['a: float32 1, 2.5', 'b: string "x", "y"'])
  expect(await ask('table', { path: path('frame'), start: 0, count: 10 })).toMatchObject({
    columns: [{ name: 'a' }, { name: 'b' }],
    rows: [
      [1, 'x'],
      [2.5, 'y'],
    ],
    total: 2,
  })
  expect(await variable('list')).toMatchObject({ isTable: true, size: '2,500 items' })
  const page = await ask('table', { path: path('list'), start: 2_400, count: 1_000 })
  expect(page).toMatchObject({ start: 2_400, total: 2_500 })
  expect(page?.rows).toHaveLength(100)
  expect(page?.rows[0]).toEqual([2_400, new Date(2_400).toISOString(), { deep: [2_400] }])
  expect(await variable('notRows')).toMatchObject({ isTable: false })
  expect(await ask('table', { path: path('notRows'), start: 0, count: 10 })).toBeNull()
  expect((await ask('table', { path: path('sneaky'), start: 0, count: 10 }))?.rows).toEqual([[1, null]])
})

test('types of awaited values are inferred on request', async () => {
  await harness.run(
    10,
    `const rowsNow = await Promise.resolve([{ id: 1 }, { id: 2, tag: 'x' }])\nconst plain = await 5`,
  )
  expect(await ask('types', { names: ['rowsNow', 'plain', 'missing'] })).toEqual({
    rowsNow: { records: 2, text: '{ id: number; tag?: string }', body: '  id: number\n  tag?: string', isList: true },
    plain: { records: 1, text: 'number', body: undefined, isList: false },
  })
})

test('a list of many variables is answered in a few milliseconds', async () => {
  await harness.run(11, Array.from({ length: 300 }, (_, i) => `const v${i} = { id: ${i}, list: [1, 2, 3] }`).join('\n'))
  const times: number[] = []
  for (let i = 0; i < 20; i++) {
    const start = performance.now()
    expect((await ask('list', {})).length).toBeGreaterThan(300)
    times.push(performance.now() - start)
  }
  expect(times.sort((a, b) => a - b)[10]).toBeLessThan(50)
})
