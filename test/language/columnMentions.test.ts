/** Texts that name columns are part of the program: renamed, found, explained with what they name. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TrialNotebook } from './features/trialNotebook.ts'

const IMPORTS = `import { env, avg, plot, ml, display, csv, fileSource, TumblingEventTimeWindows, WatermarkStrategy } from 'flinknb'
const minute = TumblingEventTimeWindows.of('1min')
const model = new ml.LinearRegression()`
const ROW = 'interface Row {\n  /** In euro. */\n  price: number; age: number; city: string; ts: number\n}'
const ROWS = 'const rows = env.fromCollection<Row>([])'

let notebook: TrialNotebook

beforeAll(async () => {
  notebook = await TrialNotebook.open()
  writeFileSync(
    path.join(notebook.dist.folder, 'row.ts'),
    `import { type DataStream } from 'flinknb'\nexport interface Sale { price: number; age: number }\nexport const byPrice = (sales: DataStream<Sale>) => sales.keyBy('price')\n`,
  )
})
afterAll(() => notebook.close())

/** The cells below the imports after a rename at `|`. */
function renamed(...cells: string[]): string[] {
  notebook.write(IMPORTS, ...cells)
  const edits = notebook.answer('rename', { ...notebook.place, newName: 'cost' })
  return [
    ...notebook.edited(edits).slice(1),
    ...edits.flatMap(edit => ('file' in edit ? [`${notebook.show(edit)} → ${edit.newText}`] : [])),
  ]
}

describe('renaming a column reaches', () => {
  const FROM = ROW.replace('price', 'pri|ce')
  const TO = ROW.replace('price', 'cost')
  test.each<[string, string]>([
    ['a key', `rows.keyBy('§')`],
    ['several keys', `rows.keyBy(['city', '§'])`],
    ['an aggregate', `rows.keyBy('city').window(minute).aggregate({ a: avg('§') })`],
    ['a plot', `display(plot.line(rows, { x: 'ts', y: ['§', 'age'] }))`],
    ['a model', `rows.process(ml.prequential(model, { features: ['age', '§'], label: '§' }))`],
    ['rows with more columns', `rows.map(r => ({ ...r, more: 1 })).keyBy('§')`],
    ['some of the columns', `let some: Omit<Pick<Row, '§'>, '§'>`],
    ['a frame', `const df = await rows.toDataFrame(); df['§'].mean(); df.sortValues('§')`],
    ['a file', `fileSource<Row>({ path: 'a.csv', format: csv({ columns: ['§', 'age'] }) })`],
    ['event time', `WatermarkStrategy.forBoundedOutOfOrderness<Row>('5s').withTimestampAssigner('§')`],
    ['an element', `rows.map(r => r['§'])`],
    ['a join', `rows.join(rows).where('§').equalTo('§')`],
    ['names and texts alike', `rows.filter(r => r.§ > 1).keyBy("§")`],
  ])('%s', (_, code) => {
    expect(renamed(FROM, ROWS, code.replaceAll('§', 'price'))).toEqual([TO, ROWS, code.replaceAll('§', 'cost')])
  })

  test('local files', () => {
    const cells = [
      `import { type Sale, byPrice } from './row.ts'`,
      `byPrice(env.fromCollection<Sale>([{ pri|ce: 1, age: 2 }]))`,
    ]
    expect(renamed(...cells)).toEqual([
      cells[0],
      `byPrice(env.fromCollection<Sale>([{ cost: 1, age: 2 }]))`,
      'row.ts:2 price → cost',
      'row.ts:3 price → cost',
    ])
  })

  test('where it begins at a text', () => {
    expect(renamed(ROW, ROWS, `rows.keyBy('pr|ice')`, 'rows.map(r => r.price)')).toEqual([
      TO,
      ROWS,
      `rows.keyBy('cost')`,
      'rows.map(r => r.cost)',
    ])
    notebook.write(IMPORTS, ROW, ROWS, `rows.keyBy('pr|ice')`)
    expect(notebook.answer('prepareRename', notebook.place)).toEqual({
      name: 'price',
      start: { line: 1, column: 13 },
      end: { line: 1, column: 18 },
    })
  })
})

describe('renaming a column leaves alone', () => {
  test('the columns of that name of other rows, and texts that are no columns', () => {
    const cells = [
      `interface Other { price: string }\nconst others = env.fromCollection<Other>([])`,
      `others.keyBy('price')`,
      `console.log('price')`,
      `rows.join(others).where('age').equalTo('price')`,
      `rows.map(r => ({ price: 1, x: 2 })).keyBy('price')`,
      `const price = 1; const o = { price }; display(plot.line([{ price: 3 }], { x: 'price', y: 'price' }))`,
    ]
    expect(renamed(ROW.replace('price', 'pri|ce'), ROWS, ...cells).slice(2)).toEqual(cells)
  })

  test('when it is a variable that is renamed', () => {
    expect(renamed('const pri|ce = 1', `env.fromCollection([{ price }]).keyBy('price')`)).toEqual([
      'const cost = 1',
      `env.fromCollection([{ price: cost }]).keyBy('price')`,
    ])
  })
})

describe('a text that names a column', () => {
  test('is among the references of the column, and leads to it', () => {
    notebook.write(IMPORTS, ROW, ROWS, `rows.keyBy('pr|ice')`, 'rows.map(r => r.price)', `rows.keyBy('age')`)
    const places = notebook.answer('references', { ...notebook.place, declarations: true })
    expect(places.map(place => notebook.show(place)).sort()).toEqual(['1:3 price', '3:1 price', '4:1 price'])
    expect(notebook.answer('definition', notebook.place).map(place => notebook.show(place))).toEqual(['1:3 price'])
  })

  test('is explained as the column is', () => {
    notebook.write(IMPORTS, ROW, ROWS, `rows.keyBy('pr|ice')`)
    expect(notebook.answer('hover', notebook.place)).toEqual({
      signature: '(column) price: number',
      documentation: 'In euro.',
      start: { line: 1, column: 13 },
      end: { line: 1, column: 18 },
    })
  })
})
