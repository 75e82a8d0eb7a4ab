import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import typescript from 'typescript'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NotebookProgram } from '../../src/language/notebookProgram.ts'
import { type LanguageDist, languageDist } from '../language/languageDist.ts'
import { CELL_ERROR_PROGRAMS, ERROR_PROGRAM_FILES } from './cellErrorPrograms.ts'
import { CELL_PROGRAM_API, CELL_PROGRAMS, type CellProgram } from './cellPrograms.ts'

let dist: LanguageDist
let shared: NotebookProgram
const registry = typescript.createDocumentRegistry()

beforeAll(async () => {
  dist = await languageDist(CELL_PROGRAM_API)
  shared = programIn('plain')
})
afterAll(() => dist.remove())

function programIn(folder: string): NotebookProgram {
  const directory = path.join(dist.folder, folder)
  mkdirSync(directory, { recursive: true })
  return new NotebookProgram(typescript, path.join(directory, 'n.flinknb'), dist.files, { registry })
}

/** Errors as `1 2:7 TS2551 Property …`. */
function errorsOf({ name, cells, files }: Pick<CellProgram, 'name' | 'cells' | 'files'>): string[] {
  const folder = name.replace(/\W+/g, '-')
  const program = files ? programIn(folder) : shared
  for (const [file, text] of Object.entries(files ?? {})) writeFileSync(path.join(dist.folder, folder, file), text)
  program.update(cells.map((code, index) => ({ id: String(index + 1), code })))
  return program
    .check()
    .flatMap(({ cellId, diagnostics }) =>
      diagnostics
        .filter(({ category }) => category === 'error')
        .map(({ start, code, message }) => `${cellId} ${start.line}:${start.column} ${code} ${message.split('\n')[0]}`),
    )
}

test.each(CELL_PROGRAMS)('runs, and so the checker finds nothing else: $name', program => {
  const errors = errorsOf(program)
  expect(codesOf(errors), errors.join('\n')).toEqual([...(program.findings ?? [])].sort())
})

test.each(CELL_ERROR_PROGRAMS)('fails: $name', program => {
  const errors = errorsOf({ ...program, files: ERROR_PROGRAM_FILES })
  expect(codesOf(errors), errors.join('\n')).toEqual([...program.findings].sort())
})

function codesOf(errors: readonly string[]): string[] {
  return [...new Set(errors.map(error => error.split(' ')[2] ?? ''))].sort()
}
