/** Whole notebooks against the declarations of src/api, as the build makes them. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import typescript from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LanguageCell } from '../../src/language/messages.ts'
import { NotebookProgram } from '../../src/language/notebookProgram.ts'
import { type LanguageDist, languageDist } from './languageDist.ts'

const NOTEBOOKS = path.resolve(import.meta.dirname, '../../../shared/notebooks')

let dist: LanguageDist
let registry: typescript.DocumentRegistry

beforeAll(async () => {
  dist = await languageDist()
  registry = typescript.createDocumentRegistry(typescript.sys.useCaseSensitiveFileNames)
}, 60_000)
afterAll(() => dist.remove())

function codeCells(name: string): LanguageCell[] {
  const { cells } = JSON.parse(readFileSync(path.join(NOTEBOOKS, `${name}.flinknb`), 'utf8')) as {
    cells: { id: string; cell_type: string; source: string[] }[]
  }
  return cells.filter(cell => cell.cell_type === 'code').map(({ id, source }) => ({ id, code: source.join('') }))
}

function check(name: string, edit = (code: string) => code): string[] {
  const program = new NotebookProgram(typescript, path.join(dist.folder, `${name}.flinknb`), dist.files, { registry })
  program.update(codeCells(name).map(({ id, code }) => ({ id, code: edit(code) })))
  const found = program
    .check()
    .flatMap(({ cellId, diagnostics }) =>
      diagnostics.map(d => `${cellId} ${d.start.line}:${d.start.column} ${d.code} ${d.message}`),
    )
  program.dispose()
  return found
}

describe.skipIf(!existsSync(NOTEBOOKS))('shared notebooks (need ../shared/notebooks)', () => {
  test.each(['price-prediction', 'websocket-ticks', 'kafka-live'])('%s has no findings', name => {
    expect(check(name)).toEqual([])
  })

  const MISTAKES: [what: string, from: string, to: string, finding: RegExp][] = [
    ['in a map', 'p.income / 1000', 'p.incom / 1000', /^b23f2415 3:\d+ TS2551 .*'incom'.*Did you mean 'income'/],
    ['in an aggregate', `avg('price')`, `avg('prise')`, /^2be53ee1 6:\d+ TS\d+ /],
    ['in a plot', `y: 'meanPrice'`, `y: 'meanPrize'`, /^2be53ee1 8:\d+ TS\d+ /],
    [
      'among features',
      `'age', 'incomeK', 'buy_count'], label`,
      `'age', 'incomK', 'buy_count'], label`,
      /^99489285 4:\d+ TS\d+ /,
    ],
    [
      'as a timestamp',
      `withTimestampAssigner('event_time')`,
      `withTimestampAssigner('eventtime')`,
      /^45d9816d 11:\d+ TS\d+ /,
    ],
    ['in a frame', `train['price']`, `train['prise']`, /^30e321e0 5:\d+ TS\d+ /],
  ]
  test.each(MISTAKES)('a misspelt column %s is found in its cell and line', (_, from, to, finding) => {
    const found = check('price-prediction', code => code.replace(from, to))
    expect(found[0]).toMatch(finding)
  })
})

test('nothing of the module is any, and every file that its declarations name is there', () => {
  const program = new NotebookProgram(typescript, path.join(dist.folder, 'any.flinknb'), dist.files, { registry })
  const code = `import * as flinknb from 'flinknb'
type IsAny<T> = 0 extends 1 & T ? true : false
type AnyNames = { [K in keyof typeof flinknb]: IsAny<(typeof flinknb)[K]> extends true ? K : never }[keyof typeof flinknb]
const none: [AnyNames] extends [never] ? 'none' : AnyNames = 'none'`
  program.update([{ id: 'a', code }])
  expect(program.check()).toEqual([{ cellId: 'a', diagnostics: [] }])
})
