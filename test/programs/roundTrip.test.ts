import typescript from 'typescript'
import { describe, expect, test } from 'vitest'
import { exportProgram } from '../../src/programs/exportProgram.ts'
import { importProgram } from '../../src/programs/importProgram.ts'
import { CellHarness } from '../kernel/cellHarness.ts'
import { CELL_PROGRAMS } from '../kernel/cellPrograms.ts'
import { notebookOfCells } from './notebookOfCells.ts'

/** Modules stay named as the cells name them: the notebook stands beside the same files. */
function exported(cells: readonly string[]): string {
  return exportProgram(notebookOfCells(cells), {
    typescript,
    notebookName: 'n.flinknb',
    programName: 'n.ts',
    folder: '.',
    resolveImport: specifier => ({ specifier }),
  })
}

describe('a program that was exported, imported again, has the results of the notebook', () => {
  test.each(CELL_PROGRAMS)('$name', async ({ cells, value, files }) => {
    const imported = importProgram(typescript, exported(cells)).cells.map(({ source }) => source)
    expect(await new CellHarness(files).runAll(imported), imported.join('\n// %%\n')).toEqual(value)
  })
})

describe('cells that share no redeclared names are the same text again', () => {
  test.each([
    ['code', ['const a = 1\nconsole.log(a)', '// a comment\na + 1', 'for (const x of [1]) {\n  x\n}']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: code of a cell
    ['values of several lines', ['const a = 1', '[\n  a,\n  2,\n]', '({ a }) // shown', '`%%\n${a}`']],
    [
      'types',
      ['interface Row { a: number }', 'type Rows = Row[]\nconst rows: Rows = [{ a: 1 }]', 'rows.map(r => r.a)'],
    ],
  ])('%s', (_, cells) => {
    expect(importProgram(typescript, exported(cells)).cells.map(({ source }) => source)).toEqual(cells)
  })
})
