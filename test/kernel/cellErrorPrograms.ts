/** A program in cells that fails: the kernel's message and place, and what the type checker says of it beforehand. */
export interface CellErrorProgram {
  readonly name: string
  readonly cells: readonly string[]
  readonly message: string | RegExp
  /** `cell:line:column`, 1-based; empty where the error is of no cell's line. */
  readonly place: string
  /** Codes of the type checker; empty where only the run can know. */
  readonly findings: readonly string[]
}

/** What lies beside the notebook of each of these programs. */
export const ERROR_PROGRAM_FILES = { 'm.ts': 'export const a = 1; export type T = number' } as const

type Row = readonly [name: string, cells: readonly string[], message: string | RegExp, place: string, findings?: string]

const ROWS: readonly Row[] = [
  ['throw', ['const a = 1\n  throw new Error("no")'], 'no', '1:2:9'],
  [
    'throw after a multi-line type',
    ['interface A {\n  x: number\n}\nconst a: A = { x: 1 }\nconst b: number = a.x; throw new Error("no")'],
    'no',
    '1:5:30',
  ],
  [
    'in a function of an earlier cell',
    ['function f(x: number): never {\n  throw new RangeError("bad " + x)\n}', '1\nf(3)'],
    'bad 3',
    '1:2:9',
  ],
  ['in a callback', ['[1].map((x: number) => {\n  return (undefined as any).foo\n})'], /reading 'foo'/, '1:2:29'],
  ['after an await', ['await null\nawait Promise.resolve()\n;(null as any).x'], /reading 'x'/, '1:3:16'],
  ['a name nobody declared', ['const a = 1', 'a + nobody'], 'nobody is not defined', '2:1:5', 'TS2304'],
  ['a call of what is no function', ['const f = 1 as any', 'f()'], 'f is not a function', '2:1:2'],
  [
    'a call of a property that is no function',
    ['const o = {} as any', '\no.p.q()'],
    /undefined \(reading 'q'\)/,
    '2:2:5',
  ],
  ['a constant written', ['const a = 1\na = 2 as any'], "Assignment to constant variable 'a'.", '1:2:1', 'TS2588'],
  [
    'a constant of an earlier cell written',
    ['const a = 1', 'let b = 1\na++'],
    "Assignment to constant variable 'a'.",
    '2:2:1',
    'TS2632',
  ],
  ['a missing bracket', ['const a = 1', 'const b = (1 +\n'], /Unexpected token/, '2:2:1', 'TS1109'],
  [
    'a typing error found by the second parser',
    ['let a: number = 1\nlet a = 2'],
    /already been declared/,
    '1:2:5',
    'TS2451',
  ],
  ['return at the top', ['return 5'], /'return' outside of function/, '1:1:1', 'TS1108'],
  ['a missing file', ["1\nimport { x } from './missing'"], /Cannot find the file '.\/missing'/, '', 'TS2307'],
  [
    'a missing package',
    ["import x from 'no-such-package-here'"],
    /'no-such-package-here' is not installed/,
    '',
    'TS2307',
  ],
  [
    'a missing export',
    ["import { answr } from 'flinknb'\nanswr()"],
    "The module 'flinknb' has no export 'answr'. Did you mean 'answer'?",
    '',
    'TS2724',
  ],
  [
    'a missing export used in a later cell',
    ["import { answr } from 'flinknb'", 'answr()'],
    "The module 'flinknb' has no export 'answr'. Did you mean 'answer'?",
    '2:1:1',
    'TS2724',
  ],
  [
    'a missing export of a local file',
    ["import { a, Total } from './m'\nTotal"],
    "The module './m' has no export 'Total'. It exports: a.",
    '1:2:1',
    'TS2305',
  ],
  ['namespace syntax error', ['namespace N { export const = 3 }'], /./, '1:1:1', 'TS1134'],
  ['a decorator that nobody declared', ['1\n@nobody class A {}'], 'nobody is not defined', '1:2:2', 'TS2304'],
  [
    'a syntax error beside a decorator',
    ['const tag = (value: unknown, context: unknown) => {}\n@tag class A {}\nconst = 3'],
    'Variable declaration expected.',
    '1:3:7',
    'TS1134',
  ],
  [
    'a throw in a decorated class',
    [
      'const tag = (value: unknown, context: unknown) => {}',
      '\n@tag class A {\n  m(): number {\n    throw new Error("deep")\n  }\n}\nnew A().m()',
    ],
    'deep',
    '2:4:11',
  ],
  ['a private member from outside', ['class A { #p = 1 }', '\nnew A().#p'], /Private field '#p'/, '2:2:9', 'TS18013'],
  ['an unclosed template', ['const t = `abc'], /Unterminated template/, '1:1:12', 'TS1160'],
  ['await in a plain function', ['function f() {\n  await null\n}'], /./, '1:2:3', 'TS1308'],
  [
    'a throw in a generator',
    ['function* g() {\n  yield 1\n  throw new Error("spent")\n}', '[...g()]'],
    'spent',
    '1:3:9',
  ],
  ['a name before its declaration', ['const b = a2\nconst a2 = b.x'], /reading 'x'|not defined/, '', 'TS2448'],
]

export const CELL_ERROR_PROGRAMS: readonly CellErrorProgram[] = ROWS.map(([name, cells, message, place, findings]) => ({
  name,
  cells,
  message,
  place,
  findings: findings?.split(' ') ?? [],
}))
