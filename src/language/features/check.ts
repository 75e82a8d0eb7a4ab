import { cellDiagnostic } from '../cellDiagnostic.ts'
import type { CellFile } from '../cellModules.ts'
import { positionInText } from '../cellOffsets.ts'
import type { CellProgram } from '../cellProgram.ts'
import { isTolerated } from '../implicitAny.ts'
import type { CellDiagnostic, CheckedCell, LanguageCalls } from '../messages.ts'

/** Ours, where TypeScript has numbers. */
export const UNUSED_IMPORT = 'unused-import'

/** What is wrong in one cell, or in each, and what could be better. A cell that is not there has no findings. */
export function check(program: CellProgram, { cellId }: LanguageCalls['check']['ask']): CheckedCell[] {
  const one = cellId === undefined ? undefined : program.cells.byCell(cellId)
  const cells = cellId === undefined ? program.cells.all() : one ? [one] : []
  return cells.map(cell => ({ cellId: cell.cellId, diagnostics: findings(program, cell) }))
}

function findings(program: CellProgram, cell: CellFile): CellDiagnostic[] {
  const { service, typescript } = program
  const syntax = service.getSyntacticDiagnostics(cell.file)
  const others = [...service.getSemanticDiagnostics(cell.file), ...service.getSuggestionDiagnostics(cell.file)]
  const found = [
    ...syntax.map(one => cellDiagnostic(program, one, cell, true)),
    ...others.filter(one => !isTolerated(typescript, one)).map(one => cellDiagnostic(program, one, cell, false)),
  ]
  return [...found.filter(one => one !== undefined), ...unusedImports(program, cell)]
}

/** TypeScript takes every import of a cell for used, because the cells below may use it. */
function unusedImports({ cells }: CellProgram, cell: CellFile): CellDiagnostic[] {
  return cells.unusedImports(cell.cellId).map(({ name, start, end }) => ({
    start: positionInText(cell.code, start),
    end: positionInText(cell.code, end),
    code: UNUSED_IMPORT,
    message: `'${name}' is imported but never used in this notebook.`,
    category: 'suggestion',
    tags: ['unnecessary'],
  }))
}
