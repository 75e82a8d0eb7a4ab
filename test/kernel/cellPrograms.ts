/**
 * A program in cells of one notebook, and what the last cell's value is: for whatever runs or checks cells (kernel,
 * exported program, language service), which must agree. `'flinknb'` is the module of `CELL_PROGRAM_API` here.
 */
export interface CellProgram {
  readonly name: string
  readonly cells: readonly string[]
  readonly value: unknown
  /** Files beside the notebook. */
  readonly files?: Readonly<Record<string, string>>
  /** What the type checker finds though the program runs: names that are only there in time, types that are not there. */
  readonly findings?: readonly string[]
}

/** What these programs import from `'flinknb'`, as declarations; `answer()` is 42. */
export const CELL_PROGRAM_API = 'export declare const answer: () => number\nexport declare class Table {}\n'

function program(
  name: string,
  cells: string | readonly string[],
  value: unknown,
  files?: Record<string, string>,
): CellProgram {
  return { name, cells: typeof cells === 'string' ? [cells] : cells, value, ...(files ? { files } : {}) }
}

function found(findings: readonly string[], checked: CellProgram): CellProgram {
  return { ...checked, findings }
}

export const CELL_PROGRAMS: readonly CellProgram[] = [
  // names that live on
  program('const lives on', ['const a = 1', 'a + 1'], 2),
  program('let lives on and is written', ['let a = 1', 'a += 4', 'a'], 5),
  program('var lives on', ['var a = 1', 'a'], 1),
  program('function lives on', ['function f() { return 7 }', 'f()'], 7),
  program('async function', ['async function f() { return 7 }', 'await f()'], 7),
  program('generator', ['function* g() { yield 1; yield 2 }', '[...g()]'], [1, 2]),
  program('class lives on', ['class A { x = 3 }', 'new A().x'], 3),
  program(
    'class that extends one of an earlier cell',
    ['class A { x = 3 }', 'class B extends A { y = this.x + 1 }', 'new B().y'],
    4,
  ),
  program('enum', ['enum E { A = 2, B }', 'E.B'], 3),
  program('enum run again loses old members', ['enum E { A, B }', 'enum E { C }', 'Object.keys(E)'], ['0', 'C']),
  program('const enum', ['const enum E { Q = "q" }', 'E.Q'], 'q'),
  program('namespace with values', ['namespace N { export const x: number = 5 }\nconst k = N.x', 'k + N.x'], 10),
  program('destructured object', ['const { a, b: { c } } = { a: 1, b: { c: 2 } }', 'a + c'], 3),
  program('destructured array with holes and rest', ['const [a, , ...rest] = [1, 2, 3, 4]', '[a, rest]'], [1, [3, 4]]),
  program(
    'destructuring defaults',
    ['const { a = 1, b: bb = 2, ...others } = { q: 9 } as any', '[a, bb, others]'],
    [1, 2, { q: 9 }],
  ),
  program('computed key in a pattern', ['const key = "k"; const { [key]: v } = { k: 8 }', 'v'], 8),
  program(
    'destructuring after a line without semicolon',
    ['let x = 1\nconst { a } = { a: x }\nlet y = a\nvar [b] = [y]', 'a + b'],
    2,
  ),
  program('several declarators', ['let a = 1, b = a + 1, c', '[a, b, c]'], [1, 2, undefined]),
  program(
    'let without a value is undefined again',
    ['let a = 1', 'let a: number | undefined', 'typeof a'],
    'undefined',
  ),
  program('var in a for head', ['for (var i = 0; i < 3; i++) {}', 'i'], 3),
  program('var in for-of', ['for (var [k, v] of [[1, 2], [3, 4]]) {}', 'k + v'], 7),
  program('var in for-in', ['for (var key in { x: 1 }) {}', 'key'], 'x'),
  program('var in a block and in an if', ['{ var a = 1 }\nif (a) var b = 2', 'a + b'], 3),
  program('var twice in a cell', 'var a = 1; var a: number; a', 1),
  program('export tolerated', ['export const a = 1; export function f() { return a }; export { a as b }', 'f()'], 1),
  program(
    'export class and type',
    ['export class A { v = 1 }\nexport type T = number; export interface I {}', 'new A().v'],
    1,
  ),
  program('export default function', ['export default function f() { return 4 }', 'f()'], 4),
  program('export default expression', ['export default { a: 1 }', '1'], 1),
  // decorators
  program(
    'method decorator',
    [
      'const calls: string[] = []\nfunction logged(target: (this: C, n: number) => number, context: ClassMethodDecoratorContext) {\n  return function (this: C, n: number) { calls.push(String(context.name)); return target.call(this, n) }\n}\nclass C { @logged twice(n: number) { return n * 2 } }',
      '[new C().twice(4), calls]',
    ],
    [8, ['twice']],
  ),
  program(
    'class decorator of an earlier cell',
    [
      'const seen: string[] = []\nfunction registered<T extends new (...args: any[]) => object>(value: T, context: ClassDecoratorContext<T>) { seen.push(context.name!) }',
      '@registered\nexport class Model { static rows = 3; n = Model.rows }',
      '[seen, new Model().n, Model.name]',
    ],
    [['Model'], 3, 'Model'],
  ),
  program(
    'accessor and field decorators',
    [
      'const plusOne = (_: unknown, context: ClassFieldDecoratorContext) => (value: number) => value + 1\nclass A { @plusOne a = 1; static accessor count = 4; accessor b = 2 }\nconst x = new A(); x.b *= 5',
      '[x.a, x.b, A.count]',
    ],
    [2, 10, 4],
  ),
  program(
    'decorated class run again, beside imports, enums and a value',
    [
      "import { answer } from 'flinknb'\nimport os = require('node:os')\nconst tag = (v: unknown, c: DecoratorContext) => {}\n@tag class A { v = 1 }\nenum E { X = 3 }\nnew A().v",
      'const tag2 = tag; @tag2 class A { v = answer() + E.X }\ntypeof os.cpus + new A().v',
    ],
    'function45',
  ),
  program(
    "the compiler's own helpers are no names",
    ['@((v: unknown, c: unknown) => {}) class A {}', 'typeof (globalThis as any).__esDecorate + Object.keys(new A())'],
    'undefined',
  ),
  program('decorators in a local file', ["import { A } from './m.ts'", 'new A().v()'], 'v!', {
    'm.ts':
      'const loud = (f: () => string, _: unknown) => function (this: unknown) { return f.call(this) + "!" }\nexport class A { @loud v() { return "v" } }',
  }),
  program('an at sign in text and comments', ['/** @param none */ const mail = "a@b.c" // @todo', 'mail'], 'a@b.c'),
  // declared again
  program('const again', ['const a = 1', 'const a = 2', 'a'], 2),
  program('const to function', ['const a = 1', 'function a() { return 3 }', 'a()'], 3),
  program('function to class', ['function A() {}', 'class A { v = 2 }', 'new A().v'], 2),
  program('import to const', ["import { a } from './m.ts'", 'const a = 5', 'a'], 5, { 'm.ts': 'export const a = 1' }),
  program('const to import', ['const a = 5', "import { a } from './m.ts'\na"], 1, { 'm.ts': 'export const a = 1' }),
  program('let to enum', ['let E = 1', 'enum E { X }', 'E.X'], 0),
  // functions see the newest value
  program('newest value in a function', ['let n = 1; const f = () => n', 'n = 10', 'f()'], 10),
  program('newest value after declaring again', ['const n = 1; function f() { return n }', 'const n = 2', 'f()'], 2),
  program(
    'newest function in a function',
    ['function a() { return 1 } function b() { return a() }', 'function a() { return 2 }', 'b()'],
    2,
  ),
  // below is not above: only when it runs is the name there
  found(['TS2304'], program('forward reference', ['const f = () => later + 1', 'const later = 4', 'f()'], 5)),
  found(
    ['TS2304'],
    program('forward call', ['const f = () => later(2)', 'function later(x: number) { return x * 2 }', 'f()'], 4),
  ),
  found(['TS2304'], program('forward write', ['const f = () => { counter++ }', 'let counter = 1; f()', 'counter'], 2)),
  program(
    'method of a class sees the newest value',
    ['let k = 1; class A { get() { return k } }; const a = new A()', 'k = 3', 'a.get()'],
    3,
  ),
  program('function hoisted in its cell', 'const a = f(); function f() { return 1 }\na', 1),
  // shadowing
  program('parameter hides', ['const x = 1', 'const f = (x: number) => x * 2', 'f(5)'], 10),
  program('default of a parameter sees outside', ['const x = 3', 'const f = (y = x) => y', 'f()'], 3),
  program('inner let hides, block ends it', ['const x = 1', '{ let x = 2; void x }\nx'], 1),
  program(
    'inner var hides in its function',
    ['const x = 1', 'function f() { if (true) { var x = 2 } return x }', '[f(), x]'],
    [2, 1],
  ),
  program(
    'catch parameter hides',
    ['const e = 1', 'let seen = 0; try { throw 5 } catch (e) { seen = e as number }\n[seen, e]'],
    [5, 1],
  ),
  program(
    'loop variable stays inside',
    ['const i = 9', 'const fs = []; for (let i = 0; i < 3; i++) fs.push(() => i);\n[fs.map(f => f()), i]'],
    [[0, 1, 2], 9],
  ),
  program(
    'destructured parameter hides',
    ['const a = 1', 'const f = ({ a, b: [c] }: any) => a + c', 'f({ a: 5, b: [6] })'],
    11,
  ),
  program(
    'named function expression',
    ['const g = function fact(n: number): number { return n < 2 ? 1 : n * fact(n - 1) }', 'g(5)'],
    120,
  ),
  program('class sees itself in static initialisers', 'class A { static one = 1; static two = A.one + 1 }\nA.two', 2),
  program('static block', 'class A { static v: number; static { let q = 3; this.v = q } }\nA.v', 3),
  program(
    'private members',
    'class A { #p = 4; get() { return this.#p } has(o: object) { return #p in o } }\n[new A().get(), new A().has({})]',
    [4, false],
  ),
  program(
    'labels are no names',
    [
      'const outer = 1',
      'outer: for (const a of [1, 2]) { for (;;) { if (a < 2) continue outer; break outer } }\nouter',
    ],
    1,
  ),
  program('property names are no names', ['const a = 1', '({ a: 2, b: { a } }).b.a + ({ a: 5 } as any).a'], 6),
  program(
    'switch scope',
    ['const x = 1', 'switch (x as number) { case 1: { let x = 4; void x } default: let y = x; void y }\nx'],
    1,
  ),
  program('a global may be declared', ['const process = 1, name = "n"', '[process, name]'], [1, 'n']),
  program('declaring a global does not harm the realm', ['const Array = 5', '[].constructor.name'], 'Array'),
  program(
    'the names of the generated code are free',
    ['const $ = 1, $cell = 2, $cell0 = 3', 'const f = () => $ + $cell + $cell0', 'f()'],
    6,
  ),
  program('arguments', 'function f(..._: number[]) { return arguments.length }\nf(1, 2)', 2),
  // values
  program('last expression', '1 + 1', 2),
  program('last expression with semicolon and comment', 'const a = 3\na; // three', 3),
  program('an object literal in brackets', '({ a: 1 })', { a: 1 }),
  program('sequence', '1, 2', 2),
  program('assignment shows its value', ['let a', 'a = 3'], 3),
  program('last statement is no expression', 'const a = 3', undefined),
  program('an if has no value', 'if (true) { 5 }', undefined),
  program('multi-line expression', '[1, 2, 3]\n  .map(x => x * 2)\n  .filter(x => x > 2)', [4, 6]),
  program('a string is no directive elsewhere', 'const a = 1\n"text"', 'text'),
  program('the last expression before an export', 'const a = 5\na\nexport { a }', 5),
  program('only a string', '"text"', 'text'),
  program('function after the last expression', 'f()\nfunction f() { return 6 }', 6),
  program(
    'template and tag',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: code of a cell
    ['const tag = (s: TemplateStringsArray, ...v: unknown[]) => s.join("|") + v.join()', 'tag`a${1}b${2}`'],
    'a|b|1,2',
  ),
  program(
    'arrow function keeps its name',
    ['const named = () => 1; const K = class {}', '[named.name, K.name]'],
    ['named', 'K'],
  ),
  program(
    'this is undefined',
    ['const f = function (this: unknown) { return this }', '[this, f()]'],
    [undefined, undefined],
  ),
  program(
    'call at a line start after a line without semicolon',
    ['const g = () => 1', 'const before = 5\ng()\nconst after = before\nafter'],
    5,
  ),
  // await
  program('await', 'await Promise.resolve(4)', 4),
  program('await in a declaration', ['const { a } = await Promise.resolve({ a: 2 })', 'a'], 2),
  program(
    'for await',
    'let sum = 0; async function* g() { yield 1; yield 2 }\nfor await (const x of g()) sum += x\nsum',
    3,
  ),
  program('await in a loop and condition', 'let n = 0; while (await Promise.resolve(n < 3)) n++\nn', 3),
  program('Promise.all', 'const rs = await Promise.all([1, 2].map(async x => x * 2)); rs', [2, 4]),
  // types
  program(
    'an interface that a later cell declares anew',
    [
      'interface Row { a: number }\nconst one: Row = { a: 1 }',
      'interface Row { b: string }\nconst two: Row = { b: "x" }\ninterface Wide extends Row { c: Row[] }',
      'type Pair<Row> = [Row, Row]\nconst pair: Pair<number> = [1, 2]\nconst wide: Wide = { b: "w", c: [two] }',
      '[one.a, two.b, pair.length, wide.c.length]',
    ],
    [1, 'x', 2, 1],
  ),
  program(
    'a type alias that a later cell declares anew, in every place of a type',
    [
      'type T = number\nfunction f(t: T): T { return t + 1 }\nclass Box<V extends T> { constructor(readonly v: V) {} }',
      'const list: T[] = [f(1)]\nconst g = <T>(t: T): T => t\nconst has = (x: unknown): x is T => typeof x === "number"',
      'type T = string\nconst text: T = g("s")',
      '[list[0], text, has(1), new Box(3).v]',
    ],
    [2, 's', true, 3],
  ),
  program('types-only cell', 'interface A { x: number }\ntype B = A | undefined\ndeclare const q: number', undefined),
  program('casts, satisfies, non-null', 'const a = ({ b: 1 } as { b?: number })\n;(a satisfies object).b!', 1),
  program(
    'generics and overloads',
    'function f(x: string): string\nfunction f<T>(x: T): T\nfunction f<T>(x: T): T { return x }\nf<number>(3)',
    3,
  ),
  program(
    'parameter properties',
    'class P { constructor(private readonly x: number, public y = 2) {} get() { return this.x + this.y } }\nnew P(1).get()',
    3,
  ),
  program(
    'abstract class',
    'abstract class S { abstract area(): number; twice() { return this.area() * 2 } }\nclass Q extends S { area() { return 3 } }\nnew Q().twice()',
    6,
  ),
  program('type guard and assertion', 'const isN = (x: unknown): x is number => typeof x === "number"\nisN(3)', true),
  program(
    'accessors and symbols',
    'class A { get v() { return 1 } set v(x) {} [Symbol.iterator]() { return [5][Symbol.iterator]() } }\n[...new A()] as any',
    [5],
  ),
  // imports
  program('flinknb', ["import { answer } from 'flinknb'", 'answer()'], 42),
  program('flinknb as namespace', ["import * as f from 'flinknb'", 'f.answer()'], 42),
  found(
    ['TS2307', 'TS2305'],
    program(
      'type-only imports vanish',
      ["import type { Gone } from './nowhere'\nimport { answer, type Gone2 } from 'flinknb'", 'answer()'],
      42,
    ),
  ),
  program('an imported type without the word type', ["import { a, T } from './m.ts'\nconst m: T = a\nm"], 3, {
    'm.ts': 'export type T = number; export const a: T = 3',
  }),
  program('node: module', ["import path, { join } from 'node:path'", 'path.basename(join("a", "b"))'], 'b'),
  program('node module without prefix', ["import { join } from 'path'", 'join("a", "b")'], 'a/b'),
  program('multi-line import', ["import {\n  answer,\n} from 'flinknb'\nanswer()"], 42),
  program('local ts file', ["import { twice } from './m'", 'twice(4)'], 8, {
    'm.ts': 'export const twice = (x: number): number => x * 2',
  }),
  program('local ts file named .js', ["import { twice } from './m.js'", 'twice(4)'], 8, {
    'm.ts': 'export const twice = (x: number) => x * 2',
  }),
  program('local default and namespace', ["import d, * as m from './m.mjs'", '[d, m.x]'], [1, 2], {
    'm.mjs': 'export default 1; export const x = 2',
  }),
  program('local json', ["import data from './d.json'", 'data.a'], 1, { 'd.json': '{"a":1}' }),
  program('local json with attribute', ["import data from './d.json' with { type: 'json' }", 'data.a'], 1, {
    'd.json': '{"a":1}',
  }),
  program('local CommonJS', ["import c, { x } from './c.cjs'", '[c.x, x]'], [3, 3], { 'c.cjs': 'exports.x = 3' }),
  program('re-exports', ["import { a, c, ns } from './m'", '[a, c, ns.b]'], [1, 2, 2], {
    'm.ts': "export { a, b as c } from './n'; export * as ns from './n'",
    'n.ts': 'export const a = 1, b = 2',
  }),
  program('export star', ["import { a } from './m'", 'a'], 1, {
    'm.ts': "export * from './n'",
    'n.ts': 'export const a = 1',
  }),
  program('live bindings', ["import { count, add } from './m'\nadd()\nadd()\ncount"], 2, {
    'm.ts': 'export let count = 0; export function add() { count++ }',
  }),
  program('cyclic modules', ["import { even } from './even'", 'even(10)'], true, {
    'even.ts': "import { odd } from './odd'\nexport const even = (n: number): boolean => n === 0 || odd(n - 1)",
    'odd.ts': "import { even } from './even'\nexport const odd = (n: number): boolean => n !== 0 && even(n - 1)",
  }),
  program('dynamic import', "const m = await import('./m.ts')\nm.a", 1, { 'm.ts': 'export const a = 1' }),
  program('dynamic import of node', "(await import('node:path')).basename('a/b')", 'b'),
  program(
    'dynamic import later, in a callback',
    ["const get = async () => (await import('./m')).a", 'await get()'],
    1,
    { 'm.ts': 'export const a = 1' },
  ),
  program('import = require', ["import os = require('node:os')", 'typeof os.cpus'], 'function'),
  program('require', "require('node:path').basename('x/y')", 'y'),
  program(
    'import.meta',
    'import.meta.dirname === process.cwd() ? 0 : typeof import.meta.url + import.meta.filename.slice(-9)',
    'stringn.flinknb',
  ),
  program('top-level await in a local module', ["import { v } from './m'", 'v'], 3, {
    'm.ts': 'export const v = await Promise.resolve(3)',
  }),
  // one realm
  program(
    'instanceof across cells',
    [
      'const a = [], m = new Map(), d = new Date(), f = new Float64Array(1)',
      '[a instanceof Array, m instanceof Map, d instanceof Date, f instanceof Float64Array]',
    ],
    [true, true, true, true],
  ),
  program('identity', ['const o = { n: 1 }; const same = o', 'same === o'], true),
  program('circular structure', ['const o: any = { n: 1 }; o.self = o', 'o.self.self === o'], true),
  program('text of 10 MB', ['const big = "ß".repeat(5e6)', 'Buffer.byteLength(big)'], 10_000_000),
  program(
    'a generator that is left early',
    [
      'function* g() { try { yield 1; yield 2 } finally { left = true } }\nlet left = false',
      'for (const x of g()) break\nleft',
    ],
    true,
  ),
  program('closures', ['const counter = (() => { let n = 0; return () => ++n })()', 'counter()', 'counter()'], 2),
  program('CRLF', ['const a = 1\r\nconst b = 2\r\n', 'a +\r\n b'], 3),
  program('unicode names and text', ['const größe = "日本", 变量 = 1', 'größe + 变量'], '日本1'),
  program(
    'using is disposed at the end',
    ['let log: string[] = []', 'using r = { [Symbol.dispose]() { log.push("gone") } }\nlog.push("in")', 'log'],
    ['in', 'gone'],
  ),
  found(['TS2304'], program('typeof of what nobody declared', 'typeof nobody', 'undefined')),
  program('empty cell', '', undefined),
  program('only a comment', '// nothing', undefined),
  program(
    'regular expressions and comments with brackets',
    'const r = /[)}\\]]/g // )}]\n/* } */ "a)".replace(r, "")',
    'a',
  ),
  program('optional chaining and nullish', ['const o: any = { f: null }', 'o?.f?.() ?? o.g?.h ?? 5'], 5),
  program('getter shorthand and spread', ['const a = 1, f = (...xs: number[]) => xs.length', 'f(...[a, a], a)'], 3),
  program('comma in for with declared names', ['let i = 0, j = 10', 'for (; i < j; i++, j--) {}\n[i, j]'], [5, 5]),
  program(
    'assignment by destructuring',
    ['let a = 1, b = 2', '[a, b] = [b, a]\n;({ a } = { a: a * 10 });\n[a, b]'],
    [20, 1],
  ),
  program('logical assignment and update', ['let a: any = null', 'a ??= 1; a ||= 2; a &&= 3; a++; --a\na'], 3),
  program('delete and in', ['const o: any = { a: 1, b: 2 }', 'delete o.a\n"a" in o'], false),
  program(
    'new.target and super',
    [
      'class A { n; constructor() { this.n = new.target ? 1 : 0 } m() { return 1 } } class B extends A { m() { return super.m() + 1 } }',
      'new B().m()',
    ],
    2,
  ),
  program('do-while and while without braces', 'let n = 0\ndo n++; while (n < 5)\nwhile (n < 8) n++\nn', 8),
  program(
    'loop with a function call in a function',
    ['function f(n: number) { let s = 0; for (let i = 0; i < n; i++) s += Math.abs(i); return s }', 'f(4)'],
    6,
  ),
]
