import type ts from 'typescript'
import { cellDiagnostic } from '../cellDiagnostic.ts'
import type { CellFile } from '../cellModules.ts'
import { isWithin, positionInText, rangeInCell } from '../cellOffsets.ts'
import type { CellProgram } from '../cellProgram.ts'
import { isTolerated } from '../implicitAny.ts'
import type { CellDiagnostic, CheckedCell, LanguageCalls } from '../messages.ts'
import { mayBeMisspelt, misspeltColumns, misspeltMessage } from '../misspeltColumns.ts'

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
    ...others
      .filter(one => !isTolerated(typescript, one))
      .flatMap(one => misspelt(program, cell, one) ?? cellDiagnostic(program, one, cell, false)),
  ]
  return [...once(found), ...unusedImports(program, cell)]
}

/** Two findings of TypeScript may have one misspelt column for their cause. */
function once(found: readonly (CellDiagnostic | undefined)[]): CellDiagnostic[] {
  const byWhat = new Map(found.map(one => [one && JSON.stringify([one.start, one.message]), one]))
  return [...byWhat.values()].filter(one => one !== undefined)
}

/** The misspelt columns behind a finding, said where they stand; undefined when there are none. */
function misspelt(program: CellProgram, cell: CellFile, diagnostic: ts.Diagnostic): CellDiagnostic[] | undefined {
  const { service, typescript } = program
  const checker = mayBeMisspelt(diagnostic) ? service.getProgram()?.getTypeChecker() : undefined
  if (!checker) return undefined
  const found = misspeltColumns(typescript, checker, diagnostic).filter(({ node }) => isWithin(cell, node.getStart()))
  if (found.length === 0) return undefined
  return found.map(column => ({
    ...rangeInCell(cell, column.node.getStart(), column.node.end),
    code: `TS${diagnostic.code}`,
    message: misspeltMessage(checker, column),
    category: 'error',
  }))
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
