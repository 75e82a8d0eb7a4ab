import { type CellProgram, cellEdits } from '../cellProgram.ts'
import type { CellEdit, LanguageCalls } from '../messages.ts'
import { preferences, writingSettings } from './preferences.ts'

/** Sorts and joins a cell's imports, and takes out what neither it nor a cell below uses. */
export function organizeImports(program: CellProgram, ask: LanguageCalls['organizeImports']['ask']): CellEdit[] {
  const cell = program.cells.byCell(ask.cellId)
  if (!cell) return []
  const unused = new Set(program.cells.unusedImports(ask.cellId).map(({ name }) => name))
  return program.cells.whileExporting(
    ask.cellId,
    name => !unused.has(name),
    () => {
      const changes = program.service.organizeImports(
        { type: 'file', fileName: cell.file },
        writingSettings(program, cell, ask.format),
        preferences(program, cell),
      )
      return cellEdits(
        cell,
        changes.filter(change => change.fileName === cell.file).flatMap(change => change.textChanges),
      )
    },
  )
}
