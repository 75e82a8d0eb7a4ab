import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import typescript from 'typescript'
import { beforeAll, describe, expect, test } from 'vitest'
import { importResolver } from '../../src/cli/importResolver.ts'
import { exportProgram } from '../../src/programs/exportProgram.ts'
import { CELL_PROGRAMS } from '../kernel/cellPrograms.ts'
import { notebookOfCells } from './notebookOfCells.ts'

/** The table's `'flinknb'`, and what an exported program needs of it besides. */
const FLINKNB = `
export const answer = () => 42
export class Table {}
export const env = { jobs: () => [], execute: async () => {} }
export const display = value => { globalThis.flinknbShown.values.push(value); return {} }
`

/** These cannot be the same, and why. */
const OTHERWISE = new Map([
  ['import.meta', /exported\.ts|instead of/], // it speaks of the file that it stands in, which is another one
  ['decorators in a local file', /has decorators, which Node cannot load/], // said when it is exported
])

const verdicts = new Map<string, string | undefined>()
const texts = new Map<string, string>()

beforeAll(() => {
  const root = mkdtempSync(path.join(tmpdir(), 'flinknb-programs-'))
  const flinknb = path.join(root, 'node_modules/flinknb')
  mkdirSync(flinknb, { recursive: true })
  writeFileSync(path.join(flinknb, 'package.json'), '{"name":"flinknb","type":"module","exports":"./index.js"}')
  writeFileSync(path.join(flinknb, 'index.js'), FLINKNB)
  const programs = CELL_PROGRAMS.map(({ name, cells, files }, index) => {
    const folder = path.join(root, `p${index}`)
    mkdirSync(folder)
    for (const [file, text] of Object.entries(files ?? {})) writeFileSync(path.join(folder, file), text)
    const program = path.join(folder, 'exported.ts')
    try {
      const text = exportProgram(notebookOfCells(cells), {
        typescript,
        notebookName: 'n.flinknb',
        programName: 'exported.ts',
        folder: '.',
        resolveImport: importResolver(typescript, folder, folder),
      })
      texts.set(name, text)
      writeFileSync(program, text)
    } catch (error) {
      verdicts.set(name, String(error))
      writeFileSync(program, '')
    }
    return { index, program }
  })
  const list = path.join(root, 'programs.json')
  writeFileSync(list, JSON.stringify(programs))
  const printed = execFileSync(process.execPath, [path.join(import.meta.dirname, 'exportedPrograms.ts'), list], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  const last = printed.trimEnd().split('\n').at(-1) ?? '[]'
  for (const { name, error } of JSON.parse(last)) if (!verdicts.has(name)) verdicts.set(name, error)
}, 120_000)

describe('the table of cell programs has the same results as exported programs', () => {
  test('there are at least 120', () => {
    expect(CELL_PROGRAMS.length - OTHERWISE.size).toBeGreaterThanOrEqual(120)
    expect(verdicts.size).toBe(CELL_PROGRAMS.length)
  })

  test.each(CELL_PROGRAMS.filter(({ name }) => !OTHERWISE.has(name)))('$name', ({ name }) => {
    expect(verdicts.get(name), texts.get(name)).toBeUndefined()
  })

  test.each([...OTHERWISE])('%s: differs, as documented', (name, difference) => {
    expect(verdicts.get(name)).toMatch(difference)
  })
})
