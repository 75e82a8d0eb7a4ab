import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import typescript from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CellDiagnostic } from '../../src/language/messages.ts'
import { NotebookProgram } from '../../src/language/notebookProgram.ts'
import { type LanguageDist, languageDist } from './languageDist.ts'
import { SMALL_API } from './smallApi.ts'

let dist: LanguageDist
let program: NotebookProgram

beforeAll(async () => {
  dist = await languageDist(SMALL_API)
  program = new NotebookProgram(typescript, path.join(dist.folder, 'trial notebook.flinknb'), dist.files)
})
afterAll(() => dist.remove())

/** Findings of cells 0, 1, … as `1 2:7 TS2551 Property …`. */
function check(...cells: string[]): string[] {
  program.update(cells.map((code, i) => ({ id: String(i), code })))
  const line = (cell: string, { start, code, message }: CellDiagnostic) =>
    `${cell} ${start.line}:${start.column} ${code} ${message.split('\n')[0]}`
  return program
    .check()
    .flatMap(({ cellId, diagnostics }) =>
      diagnostics.filter(found => found.category !== 'suggestion').map(found => line(cellId, found)),
    )
}

const ROWS = `import { env } from 'flinknb'
interface Row { price: number; age: number }
const rows = env.fromCollection<Row>([{ price: 1, age: 2 }])`

describe('what is right has no findings', () => {
  const RIGHT: Record<string, string[]> = {
    'a name of an earlier cell': ['const a = 1', 'a.toFixed(2)'],
    'types, classes and enums of earlier cells': [
      'interface P { x: number }; type Q = P[]; class C { y = 1 }; enum E { A, B }',
      'const q: Q = [{ x: 1 }]; const c: C = new C(); const e: E = E.A; class D extends C {}',
    ],
    'imports of an earlier cell': [ROWS, 'rows.map(row => row.price); env.fromCollection<Row>([])'],
    'namespace and default imports': [
      `import * as path from 'node:path'; import fs from 'node:fs'`,
      'path.join("a"); fs.existsSync("a"); type P = path.ParsedPath',
    ],
    'type-only imports': [`import type { DataStream } from 'flinknb'`, 'let s: DataStream<number> | undefined'],
    'await at the top, in loops and in destructuring': [
      ROWS,
      'const [first] = await rows.executeAndCollect(); for await (const x of [Promise.resolve(1)]) x.toFixed(); for (const r of await rows.executeAndCollect()) r.age.toFixed()',
    ],
    'a name declared again in a later cell, as something else': [
      'const a = 1',
      'const a = "one"',
      'a.toUpperCase()',
      'function a() { return 1 }',
      'a() + 1',
    ],
    'an earlier let assigned': ['let total = 0', 'total += 5; total = 7', 'total.toFixed()'],
    'destructuring, arrays, var in blocks': [
      'const { a, b: [c, ...d] } = { a: 1, b: [2, 3] }; { var e = 1 } for (var f = 0; f < 2; f++) {}',
      'a + c + d.length + e + f',
    ],
    exports: [
      'export const a = 1; export function f() { return 1 }; const z = 2; export { z }; export default 7',
      'a + f() + z',
    ],
    'the last expression of any shape': [
      'const o = 1; o',
      '({ a: 1 })',
      '[1, 2]',
      '`x`',
      '"use strict"',
      'o > 1 ? o : 2',
      'async () => 1',
      '() => {}',
      '',
      '// nothing',
      ';',
    ],
    'Node: Buffer, process, fetch, console, timers, URL': [
      'Buffer.from("a"); process.version; await fetch(new URL("http://localhost")); console.log(1); setTimeout(() => {}, 1); new WebSocket("ws://a"); new AbortController().signal',
    ],
    'parameters without a type': [
      'const f = (x, y) => x + y; f(1, 2); function g({ a }, ...rest) { return a + rest.length }; class C { m; n(p) {} }',
      'g({ a: 1 }, f)',
    ],
    'lists and objects that are filled later': [
      'const list = []; list.push(1); let best; best = 2; const counts = {}; for (const key of ["a", "b"]) counts[key] = (counts[key] ?? 0) + 1',
      'list.push(2); best = list[0]; counts["a" + best]',
    ],
    'names that are globals elsewhere': ['const process = 1; const name = 2', 'process + name'],
    'decorators, generators, private fields, using, satisfies': [
      'function dec(value: unknown, context: unknown) {} ; class A { #x = 1; get x() { return this.#x }; @dec m() {} }; function* g() { yield 1 }; const s = { a: 1 } satisfies object',
      'new A().x + [...g()][0]! + s.a',
    ],
    'lines ended by CRLF': ['const a = 1\r\nconst b = 2\r\na + b', 'a + b'],
    'overloads and declaration merging': [
      'function f(a: string): string; function f(a: number): number; function f(a: unknown) { return a as never }; interface I { a: 1 } interface I { b: 2 }; namespace N { export const x = 1 }',
      'f(1).toFixed(); ({} as I).b; N.x',
    ],
    'Row as the name of a cell and generic code over it': [
      ROWS,
      'type K = keyof Row; const by = <C extends K>(c: C) => rows.keyBy(c); by("age").map(a => a.toFixed())',
    ],
  }
  test.each(Object.entries(RIGHT))('%s', (_, cells) => expect(check(...cells)).toEqual([]))
})

describe('what is wrong is found where it stands', () => {
  const WRONG: [name: string, cells: string[], findings: (string | RegExp)[]][] = [
    [
      'a misspelt column',
      [ROWS, '// the price\nrows\n  .map(row => row.prise)'],
      [/^1 3:19 TS2551 Property 'prise' does not exist on type 'Row'. Did you mean 'price'\?/],
    ],
    ['a column that no row has', [ROWS, 'rows.map(r => r.city)'], [/^1 1:17 TS2339 /]],
    ['a column name as text', [ROWS, `rows.keyBy('prise')`], [/^1 1:12 TS2345 /]],
    [
      'a column in brackets',
      ['const row = { price: 1 }', `row['prise']\nrow['city']`],
      [/^1 1:5 TS2551 /, /^1 2:1 TS7053 .*"city"/],
    ],
    ['a name declared only below', ['a + 1', 'const a = 1'], [/^0 1:1 TS2304 Cannot find name 'a'/]],
    ['an earlier const assigned', ['const a = 1', 'a = 2'], [/^1 1:1 TS2632 |^1 1:1 TS2588 /]],
    ['an earlier let assigned something else', ['let a = 1', 'a = "x"'], [/^1 1:1 TS2322 /]],
    ['an unclosed bracket', ['const a = (1 + 2\n', 'a.toFixed()'], [/^0 2:1 TS1005 '\)' expected/]],
    ['unclosed text', ['const t = `abc'], [/^0 1:15 TS1160 /]],
    ['after CRLF and characters beyond 16 bits', ['const s = "😀"\r\n/* ß */ nope'], [/^0 2:9 TS2304 /]],
    [
      'a misspelt name of a cell above',
      ['const purchases = 1', '1', 'purchaess.toFixed()'],
      [/^2 1:1 TS2552 .*Did you mean 'purchases'/],
    ],
    ['a package that is not there', [`import x from 'not-there'`], [/^0 1:15 TS2307 /]],
    ['a name that flinknb does not have', [`import { envv } from 'flinknb'`], [/^0 1:10 TS2724 .*'env'/]],
    ['something of the browser', ['document.title'], [/^0 1:1 TS2584 |^0 1:1 TS2304 /]],
    ['null where strict says no', ['const m = "a".match(/a/)\nm.length'], [/^0 2:1 TS18047 /]],
  ]
  test.each(WRONG)('%s', (_, cells, findings) => {
    const found = check(...cells)
    expect(found).toHaveLength(findings.length)
    findings.forEach((pattern, i) => void expect(found[i]).toMatch(pattern))
  })

  test('one cell at a time', () => {
    check('const a: string = 1', 'const b: string = 2')
    expect(program.check('1').map(cell => [cell.cellId, cell.diagnostics.length])).toEqual([['1', 1]])
    expect(program.check('none')).toEqual([])
  })
})

describe('changes', () => {
  test('moving, editing and removing cells is seen by those below', () => {
    expect(check('const a = 1', 'a.toFixed()')).toEqual([])
    expect(check('const a = "x"', 'a.toFixed()')).toEqual([expect.stringContaining('1 1:3 TS2551')])
    expect(check('', 'a.toFixed()')).toEqual([expect.stringContaining('1 1:1 TS2304')])
    program.update([
      { id: '1', code: 'a' },
      { id: '0', code: 'const a = 1' },
    ])
    expect(program.check().map(cell => [cell.cellId, cell.diagnostics[0]?.code])).toEqual([
      ['1', 'TS2304'],
      ['0', undefined],
    ])
  })

  test('local files and packages of the folder are found, also when they come later', () => {
    const cell = `import { rate } from './rates.ts'\nimport { twice } from 'twice'\ntwice(rate).toFixed()`
    expect(check(cell)).toEqual([expect.stringContaining('0 1:22 TS2307'), expect.stringContaining('0 2:23 TS2307')])
    writeFileSync(path.join(dist.folder, 'rates.ts'), 'export const rate = 0.5')
    const twice = path.join(dist.folder, 'node_modules/twice')
    mkdirSync(twice, { recursive: true })
    writeFileSync(path.join(twice, 'package.json'), '{ "name": "twice", "types": "index.d.ts" }')
    writeFileSync(path.join(twice, 'index.d.ts'), 'export declare function twice(x: number): number')
    expect(check(cell)).toEqual([])
    writeFileSync(path.join(dist.folder, 'rates.ts'), 'export const rate = "half, written later"')
    expect(check(cell)).toEqual([expect.stringContaining('0 3:7 TS2345')])
  })

  test(`the folder's tsconfig cannot break cells`, () => {
    writeFileSync(
      path.join(dist.folder, 'tsconfig.json'),
      '{ "compilerOptions": { "types": ["nothing"], "lib": ["es5"], "module": "amd" } } broken',
    )
    expect(check(ROWS, 'await rows.executeAndCollect(); new Map<string, number>()')).toEqual([])
  })
})
