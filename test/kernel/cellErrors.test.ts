import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { toCellError } from '../../src/kernel/errors/toCellError.ts'
import type { CellError } from '../../src/protocol/messages.ts'
import { CellHarness } from './cellHarness.ts'

async function errorOf(cells: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<CellError> {
  const harness = new CellHarness(files)
  try {
    await harness.runAll(cells)
  } catch (thrown) {
    return toCellError(thrown)
  }
  throw new Error('nothing was thrown')
}

/** Cells, the message, and cell:line:column where it happened. */
const ERRORS: readonly [name: string, cells: readonly string[], message: string | RegExp, place: string][] = [
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
  ['after an await', ['await null\nawait Promise.resolve()\nnull!.x'], /reading 'x'/, '1:3:7'],
  ['a name nobody declared', ['const a = 1', 'a + nobody'], 'nobody is not defined', '2:1:5'],
  ['a call of what is no function', ['const f = 1 as any', 'f()'], 'f is not a function', '2:1:2'],
  [
    'a call of a property that is no function',
    ['const o = {} as any', '\no.p.q()'],
    /undefined \(reading 'q'\)/,
    '2:2:5',
  ],
  ['a constant written', ['const a = 1\na = 2 as any'], "Assignment to constant variable 'a'.", '1:2:1'],
  [
    'a constant of an earlier cell written',
    ['const a = 1', 'let b = 1\na++'],
    "Assignment to constant variable 'a'.",
    '2:2:1',
  ],
  ['a missing bracket', ['const a = 1', 'const b = (1 +\n'], /Unexpected token/, '2:2:1'],
  ['a typing error found by the second parser', ['let a: number = 1\nlet a = 2'], /already been declared/, '1:2:5'],
  ['return at the top', ['return 5'], /'return' outside of function/, '1:1:1'],
  ['a missing file', ["1\nimport { x } from './missing'"], /Cannot find the file '.\/missing'/, ''],
  ['a missing package', ["import x from 'no-such-package-here'"], /'no-such-package-here' is not installed/, ''],
  [
    'a missing export',
    ["import { answr } from 'flinknb'\nanswr()"],
    "The module 'flinknb' has no export 'answr'. Did you mean 'answer'?",
    '',
  ],
  [
    'a missing export used in a later cell',
    ["import { answr } from 'flinknb'", 'answr()'],
    "The module 'flinknb' has no export 'answr'. Did you mean 'answer'?",
    '2:1:1',
  ],
  [
    'a missing export of a local file',
    ["import { a, Total } from './m'\nTotal"],
    "The module './m' has no export 'Total'. It exports: a.",
    '1:2:1',
  ],
  ['namespace syntax error', ['namespace N { export const = 3 }'], /./, '1:1:1'],
]

test.each(ERRORS)('%s', async (_, cells, message, place) => {
  const error = await errorOf(cells, { 'm.ts': 'export const a = 1; export type T = number' })
  if (typeof message === 'string') expect(error.message).toBe(message)
  else expect(error.message).toMatch(message)
  const at = error.cellNumber === undefined ? '' : `${error.cellNumber}:${error.line}:${error.column}`
  if (place) expect(at).toBe(place)
})

test('the stack names cells and lines, through functions of several cells, and nothing of the kernel', async () => {
  const error = await errorOf([
    'function inner() {\n  throw new Error("deep")\n}',
    'async function outer() {\n\n  await null\n  inner()\n}',
    '\nawait outer()',
  ])
  expect(error.stack.split('\n')).toEqual(['at inner (cell 1:2)', 'at outer (cell 2:4)', 'at async cell 3:2'])
})

test('an error that another caused shows both', async () => {
  const error = await errorOf(['try {\n  null!.x\n} catch (cause) {\n  throw new Error("outer", { cause })\n}'])
  expect(error.stack).toMatch(/^at cell 1:4\nCaused by TypeError: .*\nat cell 1:2$/)
})

test('a function of code that was replaced keeps its own lines', async () => {
  const harness = new CellHarness()
  await harness.run('\n\n\nconst old = () => { throw new Error("old") }')
  await harness.run('1')
  const error = await harness.run('old()', 2).catch(toCellError)
  expect(error).toMatchObject({ cellNumber: 1, line: 4, column: 27 })
})

test('an error in a local file names its line, and the file can be mended', async () => {
  const harness = new CellHarness({ 'm.ts': 'export function f(): number {\n  throw new Error("in file")\n}' })
  const error = toCellError(await harness.run("import { f } from './m'\nf()").catch((thrown: unknown) => thrown))
  expect(error.message).toBe('in file')
  expect(error.stack).toMatch(/at f \(.*m\.ts:2:9\)\nat cell 1:2/)
  await sleep(5)
  harness.write('m.ts', 'export function f(): number { return 12 }')
  expect(await harness.run("import { f } from './m'\nf()")).toEqual([12])
})

test('a change deep in local files is picked up', async () => {
  const harness = new CellHarness({
    'a.ts': "import { b } from './b'\nexport const a = () => b + 1",
    'b.ts': 'export const b = 1',
  })
  const cell = "import { a } from './a'\na()"
  expect(await harness.run(cell)).toEqual([2])
  await sleep(5)
  harness.write('b.ts', 'export const b = 10')
  expect(await harness.run(cell)).toEqual([11])
})

test('a local file that cannot be parsed names its place', async () => {
  const error = await errorOf(["import './m.ts'"], { 'm.ts': 'export const a = 1\nconst = 3' })
  expect(error).toMatchObject({ name: 'FlinknbError', code: 'SYNTAX' })
  expect(error.stack).toMatch(/m\.ts:2:7/)
})

test('a loop that is asked to end ends, and the names before it stay', async () => {
  const harness = new CellHarness()
  harness.flag.view[0] = 1
  const error = toCellError(await harness.run('let n = 5\nfor (;;) n = n + 0').catch((thrown: unknown) => thrown))
  expect(error).toMatchObject({ code: 'INTERRUPTED', cellNumber: 1, line: 2 })
  expect(await harness.run('n', 2)).toEqual([5])
})

test.each([
  [
    'a throw in a decorated class',
    '\n@tag class A {\n  m(): number {\n    throw new Error("deep")\n  }\n}\nnew A().m()',
    '2:4:11',
  ],
  ['a syntax error beside a decorator', '@tag class A {}\nconst = 3', '2:2:7'],
  ['a decorator that nobody declared', '1\n@nobody class A {}', '2:2:2'],
])('%s names its place', async (_, code, place) => {
  const error = await errorOf(['const tag = (value: unknown, context: unknown) => {}', code])
  expect(`${error.cellNumber}:${error.line}:${error.column}`).toBe(place)
})

test.each([
  [
    'a timer',
    'const failed = new Promise((_, no) => setTimeout(() => {\n  try { boom() } catch (e) { no(e) }\n}, 1))',
    'await failed',
  ],
  [
    'a chain of promises',
    'const failed = Promise.resolve()\n  .then(() => 1)\n  .then(() => boom())\nfailed.catch(() => {})',
    'await failed',
  ],
  [
    'an async generator',
    'async function* failed() {\n  await null\n  yield boom()\n}',
    'for await (const x of failed()) {}',
  ],
])('an error behind %s names the cells that it went through', async (_, code, last) => {
  const error = await errorOf(['function boom(): never {\n  throw new Error("behind")\n}', code, last])
  expect(error).toMatchObject({ cellNumber: 1, line: 2 })
  expect(error.stack).toMatch(/^at boom \(cell 1:2\)\n/)
  expect(error.stack).toMatch(/cell 2:[23]\b/)
})
