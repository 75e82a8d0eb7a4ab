import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { toCellError } from '../../src/kernel/errors/toCellError.ts'
import type { CellError } from '../../src/protocol/messages.ts'
import { CELL_ERROR_PROGRAMS, ERROR_PROGRAM_FILES } from './cellErrorPrograms.ts'
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

test.each(CELL_ERROR_PROGRAMS)('$name', async ({ cells, message, place }) => {
  const error = await errorOf(cells, ERROR_PROGRAM_FILES)
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
