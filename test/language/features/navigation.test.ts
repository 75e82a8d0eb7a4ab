import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SMALL_API } from '../smallApi.ts'
import { TrialNotebook } from './trialNotebook.ts'

let notebook: TrialNotebook

beforeAll(async () => {
  notebook = await TrialNotebook.open(SMALL_API)
  writeFileSync(
    path.join(notebook.dist.folder, 'rates.ts'),
    'export const rate = 0.5\nexport interface Rate { euro: number }\n',
  )
})
afterAll(() => notebook.close())

describe('hover', () => {
  const hover = (...cells: string[]) => notebook.write(...cells).answer('hover', notebook.place)

  test('a name of a cell above is what it was declared as, with its documentation', () => {
    expect(hover('/** How many. */\nconst total = 1', 'to|tal')).toMatchObject({
      start: { line: 1, column: 1 },
      end: { line: 1, column: 6 },
      signature: 'const total: 1',
      documentation: 'How many.',
    })
    expect(hover('/** Grows. */\nlet count = 0', 'count += 1; cou|nt')).toMatchObject({
      signature: 'let count: number',
      documentation: 'Grows.',
    })
  })

  test('tags of a doc comment become Markdown', () => {
    const code =
      '/**\n * Adds {@link b}.\n * @param a the first\n * @returns the sum\n * @example add(1, 2)\n */\nfunction add(a: number, b: number) { return a + b }'
    expect(hover(code, 'ad|d(1, 2)')?.documentation).toBe(
      'Adds `b`.\n\n*@param* `a` the first\n\n*@returns* the sum\n\n*@example*\n```typescript\nadd(1, 2)\n```',
    )
  })

  test('names of flinknb, and nothing where nothing stands', () => {
    expect(hover(`import { env } from 'flinknb'`, '1 + 1\nen|v')).toMatchObject({
      start: { line: 2, column: 1 },
      signature: expect.stringContaining('const env:'),
      documentation: 'Where streams begin.',
    })
    expect(notebook.answer('hover', { cellId: '1', position: { line: 9, column: 1 } })).toBeNull()
    expect(notebook.answer('hover', { cellId: 'none', position: { line: 1, column: 1 } })).toBeNull()
  })
})

describe('definition', () => {
  const definition = (...cells: string[]) =>
    notebook
      .write(...cells)
      .answer('definition', notebook.place)
      .map(place => notebook.show(place))

  test.each<[string, string[], string[]]>([
    ['in a cell above', ['1\nconst total = 1', 'to|tal + 1'], ['0:2 total']],
    ['the one declared last above', ['const a = 1', 'const a = 2', 'a|', 'const a = 3'], ['1:1 a']],
    ['a let that the cell assigns', ['let n = 0', 'n = 1; n|'], ['0:1 n']],
    ['a let assigned in between', ['let n = 0', 'n = 1', 'n|++'], ['0:1 n']],
    ['a type', ['interface Row { price: number }', 'let r: Ro|w'], ['0:1 Row']],
    ['a property', ['interface Row { price: number }', 'const r = {} as Row; r.pri|ce'], ['0:1 price']],
    ['a local file', [`import { rate } from './rates.ts'`, 'ra|te'], ['rates.ts:1 rate']],
    ['an import path', [`import { rate } from './ra|tes.ts'`], ['rates.ts:1 ']],
    ['our declarations', [`import { env } from 'flinknb'`, 'en|v'], ['index.d.ts:9 env']],
    ['nothing', ['1 + |1'], []],
    ['nothing for a name that is declared below', ['lat|er', 'const later = 1'], []],
  ])('%s', (_, cells, found) => expect(definition(...cells)).toEqual(found))

  test('of the type of a name', () => {
    notebook.write('interface Row { price: number }', 'let row: Row = { price: 1 }', 'ro|w = { price: 2 }')
    expect(notebook.answer('typeDefinition', notebook.place).map(place => notebook.show(place))).toEqual(['0:1 Row'])
  })
})

describe('references', () => {
  const references = (declarations: boolean, ...cells: string[]) =>
    notebook
      .write(...cells)
      .answer('references', { ...notebook.place, declarations })
      .map(place => notebook.show(place))
      .sort()

  test('in all cells that mean the name, and not in those that mean another', () => {
    const cells = ['const a = 1', 'a + a', 'const a = 2', 'a']
    expect(references(true, 'const |a = 1', ...cells.slice(1))).toEqual(['0:1 a', '1:1 a', '1:1 a'])
    expect(references(true, 'const a = 1', 'a + |a', ...cells.slice(2))).toEqual(['0:1 a', '1:1 a', '1:1 a'])
    expect(references(false, ...cells.slice(0, 3), '|a')).toEqual(['3:1 a'])
  })

  test('of a let that cells assign', () => {
    const cells = ['let n = 0', 'n += 1', 'n', 'n = 2']
    const all = ['0:1 n', '1:1 n', '2:1 n', '3:1 n']
    cells.forEach((cell, i) => void expect(references(true, ...cells.with(i, cell.replace('n', '|n')))).toEqual(all))
  })

  test('in local files', () => {
    expect(references(true, `import { rate } from './rates.ts'`, 'r|ate * 2')).toEqual([
      '0:1 rate',
      '1:1 rate',
      'rates.ts:1 rate',
    ])
  })
})

describe('rename', () => {
  const rename = (newName: string, ...cells: string[]) => {
    const edits = notebook.write(...cells).answer('rename', { ...notebook.place, newName })
    return [
      ...notebook.edited(edits),
      ...edits.filter(edit => 'file' in edit).map(edit => notebook.show(edit, edit.newText)),
    ]
  }

  test.each<[string, string[], string[]]>([
    ['from its declaration', ['const |a = 1', 'a + a', 'const b = a'], ['const z = 1', 'z + z', 'const b = z']],
    ['from a use', ['const a = 1', 'a + a', 'const b = |a'], ['const z = 1', 'z + z', 'const b = z']],
    ['only where it is meant', ['const a = 1', '|a', 'const a = 2', 'a'], ['const z = 1', 'z', 'const a = 2', 'a']],
    [
      'only where it is meant, below',
      ['const a = 1', 'a', 'const a = 2', '|a'],
      ['const a = 1', 'a', 'const z = 2', 'z'],
    ],
    [
      'a let that cells assign',
      ['let a = 0', 'a += 1', 'f(|a); function f(x: number) { return x + a }'],
      ['let z = 0', 'z += 1', 'f(z); function f(x: number) { return x + z }'],
    ],
    ['a let from its declaration', ['let |a = 0', 'a = 1', 'a'], ['let z = 0', 'z = 1', 'z']],
    [
      'a shorthand property keeps its name',
      ['const |a = 1', 'const o = { a }; o.a'],
      ['const z = 1', 'const o = { a: z }; o.a'],
    ],
    [
      'a destructured name',
      ['const { a, b } = { a: 1, b: 2 }', '|a + b'],
      ['const { a: z, b } = { a: 1, b: 2 }', 'z + b'],
    ],
    [
      'a type',
      ['interface Row { p: 1 }', 'let r: |Row', 'type T = Row[]'],
      ['interface z { p: 1 }', 'let r: z', 'type T = z[]'],
    ],
    [
      'a column',
      ['interface Row { price: 1 }', 'let r = {} as Row', 'r.pri|ce'],
      ['interface Row { z: 1 }', 'let r = {} as Row', 'r.z'],
    ],
    [
      'an import gets a name of its own',
      [`import { env } from 'flinknb'`, 'e|nv', 'env'],
      [`import { env as z } from 'flinknb'`, 'z', 'z'],
    ],
    ['an export', ['export const a = 1; export { a as b }', '|a'], ['export const z = 1; export { z as b }', 'z']],
    ['a function, a class, an enum', ['function |a() { return a }', 'a()'], ['function z() { return z }', 'z()']],
  ])('%s', (_, cells, renamed) => expect(rename('z', ...cells)).toEqual(renamed))

  test('what a local file declares, there too', () => {
    expect(rename('z', `import type { Rate } from './rates.ts'`, 'const r: Rate = { euro: 1 }; r.e|uro')).toEqual([
      `import type { Rate } from './rates.ts'`,
      'const r: Rate = { z: 1 }; r.z',
      'rates.ts:2 z',
    ])
  })

  test('says what can be renamed, and why something cannot', () => {
    const prepare = (...cells: string[]) => notebook.write(...cells).answer('prepareRename', notebook.place)
    expect(prepare('const total = 1', '1 + to|tal')).toEqual({
      name: 'total',
      start: { line: 1, column: 5 },
      end: { line: 1, column: 10 },
    })
    expect(() => prepare(`import { env } from 'flinknb'`, 'env.from|Collection([1])')).toThrow(
      /'fromCollection' is declared in .*index\.d\.ts, which is not yours to change/,
    )
    expect(() => prepare('console.lo|g(1)')).toThrow(/not yours to change|cannot rename/)
    expect(() => prepare('1 + |1')).toThrow(/cannot rename this element/)
    expect(() => rename('a b', 'const |a = 1')).toThrow(`'a b' is no name`)
  })
})

describe('a type in one cell and a value in another', () => {
  test.each<[string, string[]]>([
    [
      'a value below its type',
      [
        'interface Row { a: number }',
        'const Row = (a: number): Row => ({ a })',
        'const r: Row = Row(1); r.a.toFixed()',
      ],
    ],
    [
      'a type below its value',
      [
        'const Row = { make: () => 1 }',
        'type Row = ReturnType<typeof Row.make>',
        'const r: Row = Row.make(); r.toFixed()',
      ],
    ],
    ['a let beside a type', ['type n = number', 'let n = 0', 'n += 1; const m: n = n', 'n = 2; const k: n = 3']],
    [
      'both replaced by a class',
      ['type C = number', 'const C = 1', 'class C { x = 1 }', 'const c: C = new C(); c.x.toFixed()'],
    ],
    [
      'a type imported, a value declared',
      [
        `import type { DataStream } from 'flinknb'`,
        'interface DataStream2 extends DataStream<number> {}; const DataStream2 = 1',
        'DataStream2.toFixed()',
      ],
    ],
  ])('%s', (_, cells) => {
    expect(
      notebook
        .write(...cells)
        .findings()
        .filter(found => !found.includes('suggestion')),
    ).toEqual([])
  })

  test('each is found for itself; they are renamed together, as a type and a value of one name are', () => {
    notebook.write('interface Row { a: number }', 'const Row = 1', 'let r: Ro|w; Row')
    expect(notebook.answer('definition', notebook.place).map(place => notebook.show(place))).toEqual(['0:1 Row'])
    notebook.write('interface Row { a: number }', 'const Row = 1', 'let r: Row; Ro|w')
    expect(notebook.edited(notebook.answer('rename', { ...notebook.place, newName: 'z' }))).toEqual([
      'interface z { a: number }',
      'const z = 1',
      'let r: z; z',
    ])
  })
})
