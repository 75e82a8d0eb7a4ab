/** What is offered while one writes. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CellCompletion } from '../../../src/language/messages.ts'
import { FORMAT, TrialNotebook } from './trialNotebook.ts'

const ROWS = `import { env } from 'flinknb'
interface Row { price: number; city?: string;
  /** @deprecated use price */
  cost: number }
const rows = env.fromCollection<Row>([])`

let notebook: TrialNotebook

/** With the declarations that cells are really checked against. */
beforeAll(async () => {
  notebook = await TrialNotebook.open()
  const { folder } = notebook.dist
  writeFileSync(path.join(folder, 'rates.ts'), '/** Of the day. */\nexport const dayRate = 0.5\n')
  mkdirSync(path.join(folder, 'more'))
  writeFileSync(path.join(folder, 'more/rates.ts'), 'export const nightRate = 0.25\n')
  writeFileSync(path.join(folder, 'rates.test.ts'), 'export const forTests = 1\n')
  const twice = path.join(folder, 'node_modules/twice')
  mkdirSync(twice, { recursive: true })
  writeFileSync(path.join(twice, 'package.json'), '{ "name": "twice", "version": "1.0.0", "types": "index.d.ts" }')
  writeFileSync(path.join(twice, 'index.d.ts'), 'export declare function twiceAsMuch(x: number): number')
  writeFileSync(path.join(folder, 'package.json'), '{ "dependencies": { "twice": "1.0.0" } }')
}, 60_000)
afterAll(() => notebook.close())

describe('completion', () => {
  const complete = (...cells: string[]) => notebook.write(...cells).answer('complete', notebook.place)
  const names = (...cells: string[]) => complete(...cells).items.map(item => item.name)
  const one = (name: string, ...cells: string[]): CellCompletion | undefined =>
    complete(...cells).items.find(item => item.name === name)
  const details = (item: CellCompletion | undefined) =>
    item && notebook.answer('completionDetails', { ...notebook.place, ...item, format: FORMAT })
  /** The cell after accepting a completion that imports. */
  const accepted = (item: CellCompletion | undefined) => {
    const edits = details(item)?.edits.map(edit => ({ cellId: notebook.place.cellId, ...edit })) ?? []
    return notebook.edited(edits)[Number(notebook.place.cellId)]
  }

  test('columns of a row, deprecated and optional ones marked', () => {
    const items = [...complete(ROWS, 'rows.map(row => row.|)').items].sort((a, b) =>
      `${a.sortText} ${a.name}` < `${b.sortText} ${b.name}` ? -1 : 1,
    )
    expect(items.slice(0, 3).map(item => item.name)).toEqual(['city', 'price', 'cost'])
    expect(items[0]).toMatchObject({ kind: 'property', optional: true })
    expect(items[2]).toMatchObject({ deprecated: true })
    expect(items[1]?.deprecated).toBeUndefined()
  })

  test('column names within quotes', () => {
    const items = complete(ROWS, `rows.keyBy('|')`).items
    expect(items.map(item => item.name)).toEqual(expect.arrayContaining(['price', 'city']))
    expect(names(ROWS, `rows.keyBy('pr|')`)).toContain('price')
  })

  test('options of a source', () => {
    expect(names(`import { fileSource } from 'flinknb'\nfileSource({ | })`)).toEqual(
      expect.arrayContaining(['path', 'format']),
    )
  })

  test('names of cells above, not of those below, and each once', () => {
    const found = names('const total = 1', 'tot|', 'const totally = 2')
    expect(found.filter(name => name === 'total')).toHaveLength(1)
    expect(found).not.toContain('totally')
    expect(one('total', 'const total = 1', 'tot|')?.source).toBeUndefined()
  })

  test('documentation when it is looked at', () => {
    const item = one('total', '/** All there is. */\nconst total = 1', 'tot|')
    expect(details(item)).toEqual({ signature: 'const total: 1', documentation: 'All there is.', edits: [] })
    const map = one('map', ROWS, 'rows.|')
    expect(details(map)).toMatchObject({
      signature: expect.stringContaining('DataStream<Row>.map<R>('),
      documentation: expect.stringContaining('Each record replaced'),
    })
  })

  test('a name of flinknb is imported into the cell', () => {
    const item = one('tumblingWindow', 'tumbling|') ?? one('TumblingEventTimeWindows', 'const a = 1\nTumblingEv|')
    expect(item?.source).toBe('flinknb')
    expect(accepted(item)).toBe(`import { TumblingEventTimeWindows } from 'flinknb'\nconst a = 1\nTumblingEv`)
  })

  test('into the import that the cell has, in its spelling', () => {
    const item = one('TumblingEventTimeWindows', 'import { env } from "flinknb";\nenv; TumblingEv|')
    expect(accepted(item)).toBe('import { env, TumblingEventTimeWindows } from "flinknb";\nenv; TumblingEv')
  })

  test('what a cell above has imported needs no import', () => {
    const found = complete(`import { env } from 'flinknb'`, 'en|').items.filter(item => item.name === 'env')
    expect(found.map(item => item.source)).toEqual([undefined])
  })

  test('names of Node, with its prefix', () => {
    const item = one('readFileSync', 'readFileS|')
    expect(item?.source).toBe('node:fs')
    expect(accepted(item)).toBe(`import { readFileSync } from 'node:fs'\nreadFileS`)
    expect(complete('readFileS|').items.filter(other => other.name === 'readFileSync')).toHaveLength(1)
  })

  test('names of a local file and of a package that the notebook uses', () => {
    const used = `import { dayRate } from './rates.ts'\n\n'x'`
    const item = complete('dayR|', used).items.find(found => found.name === 'dayRate')
    expect(item?.source).toBe('./rates.ts')
  })

  test('names of local files that no cell uses yet', () => {
    const item = one('dayRate', 'dayR|')
    expect(item?.source).toBe('./rates.ts')
    expect(accepted(item)).toBe(`import { dayRate } from './rates.ts'\ndayR`)
    expect(details(item)).toMatchObject({ signature: 'const dayRate: 0.5', documentation: 'Of the day.' })
    const inner = one('nightRate', 'nightR|')
    expect(accepted(inner)).toBe(`import { nightRate } from './more/rates.ts'\nnightR`)
    expect(one('forTests', 'forTe|')).toBeUndefined()
  })

  test('what a local file says now', () => {
    const file = path.join(notebook.dist.folder, 'later.ts')
    expect(one('laterRate', 'laterR|')).toBeUndefined()
    writeFileSync(file, 'export const laterRate = 1')
    expect(one('laterRate', 'laterR|')?.source).toBe('./later.ts')
    rmSync(file)
    expect(one('laterRate', 'laterR|')).toBeUndefined()
  })

  test('names of a package in package.json that no cell uses yet', () => {
    const item = one('twiceAsMuch', 'twiceAs|')
    expect(item?.source).toBe('twice')
    expect(accepted(item)).toBe(`import { twiceAsMuch } from 'twice'\ntwiceAs`)
  })

  test('nothing of the insides of flinknb, of cells or of our own lines', () => {
    const sources = new Set(
      ['env|', 'Str|', 'Win|', 'a|', 'p|'].flatMap(cell =>
        complete('const envy = 1', cell).items.map(item => item.source),
      ),
    )
    const odd = [...sources].filter(
      source => source && !/^(flinknb|node:[\w/]+|twice|\.\/(more\/)?rates\.ts)$/.test(source),
    )
    expect(odd).toEqual([])
    expect(sources.has('flinknb')).toBe(true)
  })

  test('nothing in comments, text and numbers; nothing of a cell that is not there', () => {
    expect(names('// tot|')).toEqual([])
    expect(names('"abc|"')).toEqual([])
    expect(notebook.answer('complete', { cellId: 'none', position: { line: 1, column: 1 } }).items).toEqual([])
  })
})

describe('signature help', () => {
  const help = (cell: string, trigger?: string) =>
    notebook.write(ROWS, cell).answer('signatureHelp', { ...notebook.place, trigger, retrigger: false })

  test('the parameters of a call, the one being written first', () => {
    const found = help(
      '/** Adds. @param b the second */\nfunction add(a: number, b?: number) { return a }\nadd(1, |)',
      ',',
    )
    expect(found).toMatchObject({ active: 0, activeParameter: 1 })
    const [signature] = found?.signatures ?? []
    expect(signature).toMatchObject({ label: 'add(a: number, b?: number): number', documentation: 'Adds.' })
    expect(signature?.parameters.map(({ label: [from, to] }) => signature.label.slice(from, to))).toEqual([
      'a: number',
      'b?: number',
    ])
    expect(signature?.parameters[1]?.documentation).toBe('the second')
  })

  test('of a method of a stream of a cell above; overloads', () => {
    const found = help('rows.keyBy(|)', '(')
    expect(found?.signatures[0]?.label).toMatch(/^keyBy/)
    expect(found?.signatures.length).toBeGreaterThan(1)
  })

  test('none outside a call', () => expect(help('1 + |1')).toBeNull())
})

describe('formatting', () => {
  const format = (...cells: string[]) => {
    notebook.write(...cells)
    return notebook.edited(
      notebook.answer('format', { cellId: '0', format: FORMAT }).map(edit => ({ cellId: '0', ...edit })),
    )[0]
  }

  test.each([
    ['const  a=1', 'const a = 1'],
    [
      'if(true){\nf( 1,2 )\n}\nfunction f(a:number,b:number){return a+b}',
      'if (true) {\n  f(1, 2)\n}\nfunction f(a: number, b: number) { return a + b }',
    ],
    ['rows\n.map(r=>r)\n    .filter(r=>true)', 'rows\n  .map(r => r)\n  .filter(r => true)'],
    ['   const a = 1 ', 'const a = 1'],
    ['const a = `  x\n y  `', 'const a = `  x\n y  `'],
    ['a;b', 'a; b'],
    ['', ''],
    ['const a = {', 'const a = {'],
  ])('%j', (code, formatted) => expect(format(code)).toBe(formatted))

  test('what was pasted, and nothing else', () => {
    notebook.write('const  a=1\nconst  b=2\nconst  c=3')
    const range = { start: { line: 2, column: 1 }, end: { line: 2, column: 11 } }
    const edits = notebook.answer('format', { cellId: '0', format: FORMAT, range })
    expect(notebook.edited(edits.map(edit => ({ cellId: '0', ...edit })))).toEqual([
      'const  a=1\nconst b = 2\nconst  c=3',
    ])
  })

  test('the line that a typed brace closes', () => {
    notebook.write('if (true) {\n      }|')
    const typed = { character: '}', position: notebook.place.position }
    const edits = notebook.answer('format', { cellId: '0', format: FORMAT, typed })
    expect(notebook.edited(edits.map(edit => ({ cellId: '0', ...edit })))).toEqual(['if (true) {\n}'])
  })
})
