/** A column that does not exist is found wherever a column's name can stand, said shortly, and mended by one click. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FORMAT, TrialNotebook } from './features/trialNotebook.ts'

const SETUP = `import { env, avg, sum, min, max, countDistinct, quantile, topN, minBy, maxBy, first, last, collect, stddev, variance, plot, ml, display, csv, json, fileSource, fileSink, kafkaSink, TumblingEventTimeWindows, WatermarkStrategy, CEP, Pattern, dataGenSource } from 'flinknb'
interface Row { price: number; age: number; city: string; eventTime: number; note?: string }
const rows = env.fromCollection<Row>([])
const other = env.fromCollection<{ id: number; price: number; name: string }>([])
const minute = TumblingEventTimeWindows.of('1min')
const keyed = rows.keyBy('city')
const windowed = keyed.window(minute)
const model = ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression())
const items: Row[] = []
const df = await rows.toDataFrame()`

/** `§` stands for `price` and `prise`. */
const TEXTS: Record<string, string> = {
  keyBy: `rows.keyBy('§')`,
  'keyBy of several': `rows.keyBy(['city', '§'])`,
  'keyBy after union': `rows.union(rows).keyBy('§')`,
  'keyBy after a map': `rows.map(r => ({ ...r, double: r.price * 2 })).keyBy('§')`,
  'keyBy of generated rows': `env.fromSource(dataGenSource(i => ({ id: i, price: 1 }))).keyBy('§')`,
  ...Object.fromEntries(
    [
      'avg',
      'sum',
      'min',
      'max',
      'countDistinct',
      'minBy',
      'maxBy',
      'first',
      'last',
      'collect',
      'stddev',
      'variance',
    ].map(name => [name, `windowed.aggregate({ a: ${name}('§') })`]),
  ),
  quantile: `windowed.aggregate({ a: quantile('§', 0.5) })`,
  topN: `windowed.aggregate({ a: topN('§', 3) })`,
  'an aggregate of everything': `rows.windowAll(minute).aggregate({ a: avg('§') })`,
  'line, x': `display(plot.line(rows, { x: '§', y: 'age' }))`,
  'line, y': `display(plot.line(rows, { x: 'age', y: '§' }))`,
  'line, several y': `display(plot.line(rows, { x: 'age', y: ['age', '§'] }))`,
  'line, colour': `display(plot.line(rows, { x: 'age', y: 'age', color: '§' }))`,
  area: `plot.area(rows, { x: 'age', y: ['§'] })`,
  scatter: `plot.scatter(rows, { x: 'age', y: '§' })`,
  bar: `plot.bar(rows, { x: '§', y: 'age' })`,
  histogram: `plot.histogram(rows, { x: '§' })`,
  heatmap: `plot.heatmap(rows, { x: 'age', y: 'city', z: '§' })`,
  'a plot of a list': `plot.line(items, { x: '§', y: 'age' })`,
  'a plot of a frame': `plot.line(df, { x: '§', y: 'age' })`,
  'features of a model': `rows.process(ml.prequential(model, { features: ['age', '§'], label: 'eventTime' }))`,
  'label of a model': `rows.process(ml.prequential(model, { features: ['age'], label: '§' }))`,
  'features of a prediction': `rows.process(ml.predict(model, { features: ['§'] }))`,
  'join, where': `rows.join(other).where('§').equalTo('price').window(minute).apply((a, b) => 1)`,
  'join, equalTo': `rows.join(other).where('price').equalTo('§').window(minute).apply((a, b) => 1)`,
  'coGroup, where': `rows.coGroup(other).where('§').equalTo('price')`,
  'coGroup, equalTo': `rows.coGroup(other).where('price').equalTo('§')`,
  'connect, first key': `rows.connect(other).keyBy('§', 'price')`,
  'connect, second key': `rows.connect(other).keyBy('price', '§')`,
  'event time': `rows.assignTimestampsAndWatermarks(WatermarkStrategy.forBoundedOutOfOrderness<Row>('5s').withTimestampAssigner('§'))`,
  'pace of a replay': `fileSource<Row>({ path: 'a.csv', format: csv(), replay: { timestamp: '§', speed: 10 } })`,
  'columns of a file': `fileSource<Row>({ path: 'a.csv', format: csv({ columns: ['age', '§'] }) })`,
  'columns of a format': `csv<Row>({ columns: ['age', '§'] })`,
  'columns of a written file': `rows.sinkTo(fileSink({ path: 'x.csv', format: csv({ columns: ['§'] }) }))`,
  'key of a topic': `rows.sinkTo(kafkaSink({ brokers: 'x', topic: 't', format: json(), key: '§' }))`,
  'a frame in brackets': `df['§']`,
  'a column of a frame': `df.column('§')`,
  'sortValues of a frame': `df.sortValues('§')`,
  'groupby of a frame': `df.groupby(['§'])`,
  'drop of a frame': `df.drop({ columns: ['§'] })`,
  'asType of a frame': `df.asType('§', 'string')`,
  'a split frame': `const [train] = ml.trainTestSplit(df, { testSize: 0.2, seed: 1 }); train['§']`,
  'a frame of a window': `windowed.toDataFrame(d => d.sortValues('§'))`,
}

/** As names, not texts: TypeScript's own findings. */
const NAMES: Record<string, string> = {
  keyBy: `rows.keyBy(r => r.§)`,
  'a keyed process': `keyed.process({ processElement(r) { r.§ } })`,
  'what is scored': `rows.process(ml.prequential(model, { features: ['age'], label: 'price' })).map(r => r.§)`,
  'taken apart': `rows.map(({ §, city }) => city)`,
  flatMap: `rows.flatMap(r => [{ a: r.§ }])`,
  'awaited rows': `const list = await rows.executeAndCollect(); list.map(r => r.§)`,
  'interval join': `keyed.intervalJoin(other.keyBy('name')).between('-1s', '1s').process((l, r) => l.§)`,
  reduce: `windowed.reduce((a, b) => ({ ...a, price: a.§ + b.price }))`,
  pattern: `CEP.pattern(rows, Pattern.begin<Row>('a').where(r => r.§ > 1))`,
  'a list': `items.toSorted((a, b) => a.§ - b.price)`,
  'a group': `Object.groupBy(items, r => r.§)`,
  'a template': `\`\${items[0]?.§}\``,
  'a frame': `df.§`,
}

let notebook: TrialNotebook

beforeAll(async () => {
  notebook = await TrialNotebook.open()
})
afterAll(() => notebook.close())

function errors(code: string) {
  notebook.write(SETUP, code)
  const [, checked] = notebook.program.check()
  return checked?.diagnostics.filter(({ category }) => category === 'error') ?? []
}

describe.each(Object.entries(TEXTS))('%s', (_, code) => {
  const misspelt = code.replace('§', 'prise')

  test('takes the column that there is', () => {
    expect(errors(code.replace('§', 'price'))).toEqual([])
  })

  test('finds the misspelt one where it stands, in a line', () => {
    const found = errors(misspelt)
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^There is no column 'prise' in (Row|these rows)\. Did you mean 'price'\?$/),
    ])
    expect(found[0]?.start).toEqual({ line: 1, column: code.indexOf('§') })
    expect(found[0]?.end).toEqual({ line: 1, column: code.indexOf('§') + `'prise'`.length })
  })

  test('offers the right one as a fix', () => {
    const findings = errors(misspelt)
    const [fix] = notebook.answer('fixes', { cellId: '1', findings, format: FORMAT })
    expect(fix).toMatchObject({ title: `Change spelling to 'price'`, preferred: true })
    expect(notebook.edited(fix?.edits ?? [])[1]).toBe(code.replace('§', 'price'))
  })

  test('completes it', () => {
    notebook.write(SETUP, code.replace('§', '|'))
    expect(notebook.answer('complete', notebook.place).items.map(({ name }) => name)).toContain('price')
  })
})

test.each(Object.entries(NAMES))('a misspelt name in %s is found, with the right one', (_, code) => {
  expect(errors(code.replace('§', 'price'))).toEqual([])
  const found = errors(code.replace('§', 'prise'))
  expect(found[0]).toMatchObject({
    start: { line: 1, column: code.indexOf('§') + 1 },
    message: expect.stringMatching(/^Property 'prise' does not exist on type '.{1,40}'\. Did you mean 'price'\?$/),
  })
})

describe('what else is said shortly', () => {
  const CASES: [what: string, code: string, message: string][] = [
    [
      'a column that is like none',
      `rows.keyBy('xyz')`,
      `There is no column 'xyz' in Row. There are: price, age, city, eventTime, note.`,
    ],
    [
      'a column of windows',
      `windowed.aggregate({ mean: avg('price') }).map(r => r.prise)`,
      `Property 'prise' does not exist on type 'WindowRow<…>'. There are: key, windowStart, windowEnd, mean.`,
    ],
    [
      'a text as a feature',
      `rows.process(ml.predict(model, { features: ['city'] }))`,
      `The column 'city' of Row cannot stand here. What can: price, age, eventTime.`,
    ],
    [
      'a text that is no column',
      `rows.sinkTo(kafkaSink({ brokers: 'x', topic: 't', format: json(), delivery: 'exactly-one' }))`,
      `'exactly-one' cannot stand here. Did you mean 'exactly-once'?`,
    ],
  ]
  test.each(CASES)('%s', (_, code, message) => {
    expect(errors(code).map(one => one.message)).toEqual([message])
  })

  test('no overload that fits: a reason for each, no signatures', () => {
    const [found] = errors(`rows.keyBy(5)`)
    expect(found?.message).toMatch(/^No overload matches this call\.\n/)
    expect(found?.message).not.toContain('Overload 1 of')
    expect(Math.max(...(found?.message.split('\n').map(line => line.length) ?? []))).toBeLessThanOrEqual(202)
  })
})
