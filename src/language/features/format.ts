import type ts from 'typescript'
import type { CellFile } from '../cellModules.ts'
import { offsetInModule } from '../cellOffsets.ts'
import { type CellProgram, cellEdits } from '../cellProgram.ts'
import type { CellEdit, LanguageCalls } from '../messages.ts'
import { formatSettings } from './preferences.ts'

/** Puts white space right: of a cell, of a range, or of the line that a typed character ends. */
export function format(program: CellProgram, ask: LanguageCalls['format']['ask']): CellEdit[] {
  const cell = program.cells.byCell(ask.cellId)
  return cell ? cellEdits(cell, changes(program, cell, ask)) : []
}

function changes(
  program: CellProgram,
  cell: CellFile,
  { format, range, typed }: LanguageCalls['format']['ask'],
): ts.TextChange[] {
  const settings = formatSettings(program, format)
  if (typed) {
    const at = offsetInModule(cell, typed.position)
    if (at === undefined) return []
    return program.service.getFormattingEditsAfterKeystroke(cell.file, at, typed.character, settings)
  }
  const start = (range && offsetInModule(cell, range.start)) ?? cell.start
  const end = (range && offsetInModule(cell, range.end)) ?? cell.end
  return program.service.getFormattingEditsForRange(cell.file, start, end, settings)
}
