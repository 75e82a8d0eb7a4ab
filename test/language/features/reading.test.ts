/** What is shown of cells that stand there. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CellSymbol } from '../../../src/language/messages.ts'
import { SMALL_API } from '../smallApi.ts'
import { FORMAT, TrialNotebook } from './trialNotebook.ts'

let notebook: TrialNotebook

beforeAll(async () => {
  notebook = await TrialNotebook.open(SMALL_API)
})
afterAll(() => notebook.close())

describe('findings', () => {
  test.each<[string, string[], string[]]>([
    ['an unused name of a function', ['function f() { const a = 1 }'], ['0 1:22 TS6133 suggestion unnecessary']],
    ['something deprecated', ['/** @deprecated */\nconst old = 1', 'old'], ['1 1:1 TS6385 suggestion deprecated']],
    [
      'an import that no cell uses',
      [`import { env, param } from 'flinknb'`, 'param'],
      ['0 1:10 unused-import suggestion unnecessary'],
    ],
    [
      'an import of which nothing is used',
      [`const a = 1\nimport { env } from 'flinknb'`, 'a'],
      ['0 2:1 unused-import suggestion unnecessary'],
    ],
    ['an import that a cell below uses', [`import { env } from 'flinknb'`, '1', 'env'], []],
    [
      'an import that is declared again before it is used',
      [`import { env } from 'flinknb'`, 'const env = 1', 'env'],
      ['0 1:1 unused-import suggestion unnecessary'],
    ],
    ['names that nobody uses yet', ['const a = 1; let b = 2; interface C { d: 1 }; function e() { return 1 }'], []],
    ['a finding of a line that is ours is nobody\u2019s', ['const a: Nope = 1', 'a'], ['0 1:10 TS2304 error']],
  ])('%s', (_, cells, findings) => expect(notebook.write(...cells).findings()).toEqual(findings))

  test('say where the other declaration stands', () => {
    notebook.write('interface Row {\n  price: number\n}', 'const row: Row = {}')
    const [, second] = notebook.program.check()
    const related = second?.diagnostics[0]?.related ?? []
    expect(related.map(place => `${notebook.show(place)} ${place.message}`)).toEqual([
      `0:2 price 'price' is declared here.`,
    ])
  })
})

describe('the outline', () => {
  test('what a cell declares, as a tree, and nothing of ours', () => {
    notebook.write(
      'let n = 0; const m = 1',
      `import { env } from 'flinknb'
n = 2
const a = m
class C { x = 1; get() { return this.x } }
function f() { const inner = 1; return inner }
interface I { b: number }
type T = number`,
    )
    const show = ({ name, kind, nameRange, children }: CellSymbol): unknown => [
      `${kind} ${name} ${nameRange.start.line}:${nameRange.start.column}`,
      ...children.map(show),
    ]
    expect(notebook.answer('symbols', { cellId: '1' }).map(show)).toEqual([
      ['const a 3:7'],
      ['class C 4:7', ['method get 4:18'], ['property x 4:11']],
      ['alias env 1:10'],
      ['function f 5:10', ['const inner 5:22']],
      ['interface I 6:11', ['property b 6:15']],
      ['type T 7:6'],
    ])
  })
})

describe('semantic tokens', () => {
  const tokens = (range?: { start: { line: number; column: number }; end: { line: number; column: number } }) =>
    notebook
      .answer('semanticTokens', { cellId: '1', range })
      .map(({ start, length, type, modifiers }) =>
        [`${start.line}:${start.column}+${length}`, type, ...modifiers].join(' '),
      )

  test('what the words of a cell name, those of cells above too', () => {
    notebook.write(
      'interface Row { price: number }\nconst total = 1; let n = 0',
      'const r: Row = { price: total }\nn = r.price',
    )
    expect(tokens()).toEqual([
      '1:7+1 variable declaration readonly',
      '1:10+3 interface',
      '1:18+5 property declaration',
      '1:25+5 variable readonly',
      '2:1+1 variable',
      '2:5+1 variable readonly',
      '2:7+5 property',
    ])
    expect(tokens({ start: { line: 2, column: 1 }, end: { line: 2, column: 12 } })).toEqual(tokens().slice(4))
  })
})

describe('inlay hints', () => {
  const range = { start: { line: 1, column: 1 }, end: { line: 9, column: 1 } }
  const hints = (shown: 'parameters' | 'types' | 'all') =>
    notebook
      .answer('inlayHints', { cellId: '1', range: { ...range, end: { line: 2, column: 27 } }, shown })
      .map(({ position, text, kind }) => `${position.line}:${position.column} ${kind} ${text}`)

  test('names of parameters and types', () => {
    notebook.write(
      'const scale = (factor: number, by: string) => [factor]',
      `scale(2, 'x')\nconst list = scale(3, 'y')`,
    )
    expect(hints('parameters')).toEqual([
      '1:7 parameter factor:',
      '1:10 parameter by:',
      '2:20 parameter factor:',
      '2:23 parameter by:',
    ])
    expect(hints('types')).toEqual(['2:11 type : number[]'])
    expect(hints('all')).toContain('2:11 type : number[]')
  })
})

describe('quick fixes', () => {
  const fixes = (...cells: string[]) => {
    notebook.write(...cells)
    return notebook.program
      .check()
      .flatMap(({ cellId, diagnostics }) => notebook.answer('fixes', { cellId, findings: diagnostics, format: FORMAT }))
  }
  const fixed = (title: string, ...cells: string[]) => {
    const found = fixes(...cells)
    const fix = found.find(one => one.title === title)
    if (!fix) throw new Error(`no '${title}' among ${found.map(one => one.title).join(' | ')}`)
    return notebook.edited(fix.edits)
  }

  test('a misspelt column', () => {
    const cells = ['const row = { price: 1 }', 'row.prise']
    expect(fixed(`Change spelling to 'price'`, ...cells)).toEqual([cells[0], 'row.price'])
    expect(fixes(...cells)[0]).toMatchObject({ preferred: true, code: 'TS2551' })
  })

  test('a missing import, into the cell', () => {
    expect(fixed(`Add import from "flinknb"`, '1', 'const a = 1\nenv.fromCollection([a])')[1]).toBe(
      `import { env } from 'flinknb'\nconst a = 1\nenv.fromCollection([a])`,
    )
  })

  test('a property missing in an interface of another cell', () => {
    const [first] = fixed(
      `Declare property 'city'`,
      'interface Row { price: number }',
      'const r = {} as Row\nr.city = 1',
    )
    expect(first).toBe('interface Row {\n  city: number; price: number \n}')
  })

  test('an unused name', () => {
    expect(fixed(`Remove unused declaration for: 'a'`, 'function f() { const a = 1 }')).toEqual(['function f() {  }'])
  })

  test('an import that no cell uses', () => {
    const cell = `import { env, param } from 'flinknb'\nimport path from 'node:path'`
    const [one, whole] = fixes(cell, 'param')
    expect(notebook.edited(one?.edits ?? [])).toEqual([cell.replace('env, ', ''), 'param'])
    expect(notebook.edited(whole?.edits ?? [])[0]).toBe(`import { env, param } from 'flinknb'\n`)
    expect(fixes(cell, 'param; env; path')).toEqual([])
  })

  test('what is no finding of TypeScript has no fix', () => {
    expect(fixes('a b c').every(fix => fix.edits.length > 0)).toBe(true)
  })
})

describe('organise imports', () => {
  const organised = (...cells: string[]) => {
    notebook.write(...cells)
    const edits = notebook.answer('organizeImports', { cellId: '1', format: FORMAT })
    return notebook.edited(edits.map(edit => ({ cellId: '1', ...edit })))[1]
  }

  test('sorts and joins; takes out what neither the cell nor one below uses', () => {
    const cell = `import { param } from 'flinknb'\nimport { readFileSync, existsSync } from 'node:fs'\nimport { env } from 'flinknb'\nimport path from 'node:path'\n\nreadFileSync('a')`
    expect(organised('const a = 1', cell, 'env; path')).toBe(
      `import { env } from 'flinknb'\nimport { readFileSync } from 'node:fs'\nimport path from 'node:path'\n\nreadFileSync('a')`,
    )
    expect(notebook.findings().filter(found => found.includes('error'))).toEqual([])
  })

  test('what is in order stays as it is', () => {
    const cell = `import { env } from 'flinknb'\n\nenv`
    expect(organised('const a = 1', cell)).toBe(cell)
  })
})
