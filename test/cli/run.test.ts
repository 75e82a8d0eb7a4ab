import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { parseNotebook } from '../../src/nbformat/parseNotebook.ts'
import { buildCli, CliHarness } from './cliHarness.ts'

let cli = ''

beforeAll(async () => {
  cli = await buildCli()
}, 120_000)

function harness(): CliHarness {
  return new CliHarness(cli)
}

const ENDLESS = `import { env, display } from 'flinknb'
async function* forever() { for (let i = 0; ; i++) { yield { i }; await new Promise(r => setTimeout(r, 5)) } }
const source = env.fromCollection(forever())
`

test('prints what cells print and what they end with, writes the executed notebook, exits 0', async () => {
  const h = harness()
  const file = h.notebook(['console.log("out")\nconsole.error("err")', 'const a: number = 41', 'a + 1'])
  const before = readFileSync(file, 'utf8')
  const { code, stdout, stderr } = await h.run(['run', file, '--output', 'done.flinknb'])
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'out\n42\n', stderr: 'err\n' })
  const done = parseNotebook(readFileSync(path.join(h.directory, 'done.flinknb'), 'utf8'))
  expect(done.cells.map(cell => cell.executionCount)).toEqual([1, 2, 3])
  expect(done.cells[2]?.outputs).toMatchObject([
    { output_type: 'execute_result', data: { 'text/plain': ['42'] }, execution_count: 3 },
  ])
  expect(readFileSync(file, 'utf8')).toBe(before)
  expect(readdirSync(h.directory).sort()).toEqual(['done.flinknb', 'test.flinknb'])
})

test('help, version and wrong usage', async () => {
  const h = harness()
  expect(await h.run(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('--stop-after') })
  expect((await h.run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect(await h.run(['run', 'x', '--wat'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Unknown option '--wat'"),
  })
})

test('a cell that throws fails the run with cell and line; later cells are not run; the result is written', async () => {
  const h = harness()
  const file = h.notebook(['1', '\n\nthrow new Error("no")', 'console.log("never")'])
  const { code, stdout, stderr } = await h.run(['run', file, '--no-check', '--output', 'done.flinknb'])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '1\n' })
  expect(stderr).toMatch(/^cell 2:3 Error: no\n {4}at cell 2:3\n$/)
  const done = parseNotebook(readFileSync(path.join(h.directory, 'done.flinknb'), 'utf8'))
  expect(done.cells[1]?.outputs).toMatchObject([{ output_type: 'error', ename: 'Error', evalue: 'no' }])
  expect(done.cells[2]?.executionCount).toBeNull()
})

test('a type error keeps its cell from running; --no-check lets it', async () => {
  const h = harness()
  const file = h.notebook(['const row = { price: 1 }', '\nconsole.log(row.prise)'])
  const { code, stderr, stdout } = await h.run(['run', file])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/cell 2:2 TS2551: .*'prise'.*Did you mean 'price'/)
  expect(await h.run(['run', file, '--no-check'])).toMatchObject({ code: 0, stdout: 'undefined\n' })
})

test('a syntax error names its line', async () => {
  const h = harness()
  const { code, stderr } = await h.run(['run', h.notebook(['const a = 1\nconst = 2']), '--no-check'])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^cell 1:2 SYNTAX: /)
})

test('a broken or missing notebook is an error, and nothing is overwritten', async () => {
  const h = harness()
  const file = h.write('broken.flinknb', '{\n "cells": [,\n')
  const broken = await h.run(['run', file, '--output', file])
  expect(broken).toMatchObject({ code: 1, stderr: expect.stringMatching(/^NOTEBOOK_INVALID: .*broken\.flinknb/) })
  expect(readFileSync(file, 'utf8')).toBe('{\n "cells": [,\n')
  expect(await h.run(['run', 'nowhere.flinknb'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('FILE_NOT_FOUND'),
  })
  const noFolder = await h.run(['run', h.notebook(['1']), '--output', 'no/such/folder.flinknb'])
  expect(noFolder).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('FILE_UNWRITABLE') })
})

test('parameters get the type of their default; a wrong one is an error', async () => {
  const h = harness()
  const file = h.notebook([
    "import { param } from 'flinknb'\nconsole.log(param('n', 1) + 1, param('b', true), param('s', 'x'))",
  ])
  expect((await h.run(['run', file, '--param', 'n=41', '--param', 'b=false'])).stdout).toBe('42 false x\n')
  const wrong = await h.run(['run', file, '--param', 'n=many'])
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringMatching(/cell 1:2 INVALID_OPTION: param 'n': "many"/) })
})

test('a wrong option name is named with the right one, before anything starts', async () => {
  const h = harness()
  const code =
    "import { env, fileSource, csv } from 'flinknb'\nenv.fromSource(fileSource({ pth: 'a.csv', format: csv() } as never))"
  const { code: exit, stderr } = await h.run(['run', h.notebook([code])])
  expect(exit).toBe(1)
  expect(stderr).toMatch(/cell 1:2 INVALID_OPTION: fileSource\(\): unknown option 'pth'.*Did you mean 'path'/)
})

test('a missing file names itself', async () => {
  const h = harness()
  const code =
    "import { env, fileSource, csv, display } from 'flinknb'\ndisplay(env.fromSource(fileSource<{ a: number }>({ path: 'gone.csv', format: csv() })))"
  const { code: exit, stderr } = await h.run(['run', h.notebook([code])])
  expect(exit).toBe(1)
  expect(stderr).toMatch(/FILE_NOT_FOUND: .*gone\.csv/)
})

test('malformed rows are kept apart and counted, the rest goes on', async () => {
  const h = harness()
  h.write('rows.csv', 'a,b\n1,2\n3\n"x,4\n')
  const code =
    "import { env, fileSource, csv, display } from 'flinknb'\nconst rows = env.fromSource(fileSource<{ a: number; b: number }>({ path: 'rows.csv', format: csv() }))\ndisplay(rows)\nconst bad = await rows.deadLetters().executeAndCollect()\nconsole.log(bad.length, bad[0]?.origin)"
  const { code: exit, stdout } = await h.run(['run', h.notebook([code])])
  expect(exit).toBe(0)
  expect(stdout).toMatch(/2 .*rows\.csv/)
  expect(stdout).toMatch(/2 malformed/)
})

test('an exception in a map names the operator, the record, the cell and the line', async () => {
  const h = harness()
  const code =
    "import { env, display } from 'flinknb'\ndisplay(env.fromCollection([1, 2]).map(n => {\n  if (n === 2) throw new Error('two')\n  return n\n}, 'check'))"
  const { code: exit, stderr } = await h.run(['run', h.notebook([code])])
  expect(exit).toBe(1)
  expect(stderr).toMatch(/cell 1:3 USER_CODE: check failed on record 2: two/)
})

test('--timeout fails the run and names the cell, also of an endless loop', async () => {
  const h = harness()
  for (const loop of ['for (;;) {}', 'let x: number[]\nfor (;;) x = new Array(100)', 'await new Promise(() => {})']) {
    const { code, stderr, ms } = await h.run(['run', h.notebook(['1', loop]), '--timeout', '2s', '--no-check'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/TIMEOUT: stopped after 2 s while cell 2 was running/)
    expect(ms).toBeLessThan(45_000)
  }
}, 60_000)

test('a kernel out of memory fails the run with the limit and the fix', async () => {
  const h = harness()
  const file = h.notebook(['const a: number[][] = []\nfor (;;) a.push(new Array(1000).fill(a.length))'])
  const { code, stderr } = await h.run(['run', file, '--memory-limit', '64', '--no-check'])
  expect(code).toBe(1)
  expect(stderr).toMatch(/cell 1 .*ran out of memory \(limit 64 MB\) while cell 1 was running.*--memory-limit/)
}, 60_000)

test('--stop-after stops a job without end cleanly: a success that shows its last state', async () => {
  const h = harness()
  const file = h.notebook([unbounded('display(source)'), 'console.log("next cell")'])
  const { code, stdout, ms } = await h.run([
    'run',
    file,
    '--stop-after',
    '1s',
    '--output',
    'done.flinknb',
    '--no-check',
  ])
  expect(code).toBe(0)
  expect(stdout).toMatch(/next cell\n[\s\S]*stopped · \d+ records/)
  expect(ms).toBeLessThan(45_000)
  expect(readFileSync(path.join(h.directory, 'done.flinknb'), 'utf8')).toContain('application/vnd.flinknb.live+json')
}, 30_000)

test('Ctrl-C stops a job without end cleanly', async () => {
  const h = harness()
  const file = h.notebook([unbounded('display(source)'), 'console.log("next cell")'])
  const { code, stdout } = await h.run(['run', file, '--no-check'], 'next cell')
  expect(code).toBe(0)
  expect(stdout).toMatch(/stopped · \d+ records/)
}, 30_000)

test('Ctrl-C in a cell that has not ended is no success', async () => {
  const h = harness()
  const { code } = await h.run(
    ['run', h.notebook(['console.log("go")\nawait new Promise(() => {})', '2']), '--no-check'],
    'go',
  )
  expect(code).toBe(1)
}, 30_000)

/** A cell with a source of its own that never ends, `source`. */
function unbounded(code: string): string {
  return `${ENDLESS.replace('const source = env.fromCollection(forever())', '')}
const source = env.fromSource({
  kind: 'endless', description: 'endless', boundedness: 'unbounded',
  async open({ clock }) {
    let i = 0, due = true
    return {
      poll() { if (!due) return undefined; due = false; return { split: '0', values: [{ i: i++ }] } },
      available: () => due ? Promise.resolve() : new Promise<void>(resolve => clock.schedule(5, () => { due = true; resolve() })),
      finished: false, position: () => i, close: async () => {},
    }
  },
})
${code}`
}

const NOTEBOOKS = path.resolve(import.meta.dirname, '../../../shared/notebooks')

test.skipIf(!existsSync(NOTEBOOKS))(
  'the price-prediction notebook runs unmodified (needs ../shared/notebooks)',
  async () => {
    const h = harness()
    mkdirSync(path.join(h.directory, 'data'))
    for (const file of ['price-prediction.flinknb', 'data/purchases.csv'])
      copyFileSync(path.join(NOTEBOOKS, file), path.join(h.directory, file))
    const { code, stdout, stderr } = await h.run([
      'run',
      'price-prediction.flinknb',
      '--param',
      'speed=1000000',
      '--output',
      'done.flinknb',
    ])
    expect(stderr).toBe('')
    expect(code).toBe(0)
    const rows = readFileSync(path.join(h.directory, 'data/purchases.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map(line => line.split(','))
    const clean = rows.filter(r => Number(r[5]) > 0 && Number(r[2]) >= 18).length
    const predictions = readFileSync(path.join(h.directory, 'predictions.csv'), 'utf8').trim().split('\n').length - 1
    expect(predictions).toBe(clean)
    expect(stdout).toMatch(/test MSE \d+\.\d+, coefficients/)
  },
  60_000,
)
