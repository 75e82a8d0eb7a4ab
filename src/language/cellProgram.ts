import path from 'node:path'
import type ts from 'typescript'
import type { CellFile, CellModules } from './cellModules.ts'
import { clipped, isWithin, offsetInModule, positionInText, rangeInCell } from './cellOffsets.ts'
import type { CellEdit, CellPosition, LanguageEdit, LanguageFiles, LanguageLocation } from './messages.ts'

/** What a feature answers from: TypeScript's service over the cells' modules. */
export interface CellProgram {
  readonly typescript: typeof ts
  readonly service: ts.LanguageService
  readonly cells: CellModules
  readonly files: LanguageFiles
  /** Patterns of modules that nothing is imported from by name. */
  readonly internalModules: string[]
}

/** A position in a cell's module. */
export interface CellPlace {
  readonly cell: CellFile
  readonly offset: number
}

/** Undefined where there is no such cell or line. */
export function placeOf(
  { cells }: CellProgram,
  { cellId, position }: { readonly cellId: string; readonly position: CellPosition },
): CellPlace | undefined {
  const cell = cells.byCell(cellId)
  const offset = cell && offsetInModule(cell, position)
  return cell && offset !== undefined ? { cell, offset } : undefined
}

/** Where a stretch of a module stands for people; undefined for what only we put there. */
export function locationOf(program: CellProgram, file: string, span: ts.TextSpan): LanguageLocation | undefined {
  const cell = program.cells.byFile(file)
  const end = span.start + (cell ? clipped(cell, span) : span).length
  if (cell)
    return isWithin(cell, span.start, end) ? { cellId: cell.cellId, ...rangeInCell(cell, span.start, end) } : undefined
  const text = program.service.getProgram()?.getSourceFile(file)?.text
  if (text === undefined) return undefined
  return { file: path.normalize(file), start: positionInText(text, span.start), end: positionInText(text, end) }
}

/**
 * Changes of modules as changes of cells and files. An import that TypeScript puts among ours goes to the cell's
 * beginning; undefined when something would change that nobody can edit (our lines, declaration files).
 */
export function editsOf(program: CellProgram, changes: readonly ts.FileTextChanges[]): LanguageEdit[] | undefined {
  const edits: LanguageEdit[] = []
  for (const { fileName, textChanges, isNewFile } of changes) {
    const cell = program.cells.byFile(fileName)
    if (!cell && (isNewFile || isDeclarations(fileName))) return undefined
    for (const { span, newText } of textChanges) {
      const isImport = cell && span.length === 0 && span.start < cell.start
      const place = isImport ? { start: cell.start, length: 0 } : span
      const location = locationOf(program, fileName, place)
      if (!location) return undefined
      edits.push({ ...location, newText: isImport ? `${newText.trim()}\n` : newText })
    }
  }
  return edits
}

/** Those changes that are of the cell's own text. */
export function cellEdits(cell: CellFile, changes: readonly ts.TextChange[]): CellEdit[] {
  return changes
    .map(({ span, newText }) => ({ span: clipped(cell, span), newText }))
    .filter(({ span }) => isWithin(cell, span.start, span.start + span.length))
    .map(({ span, newText }) => ({ ...rangeInCell(cell, span.start, span.start + span.length), newText }))
}

export function isDeclarations(file: string): boolean {
  return /\.d\.[mc]?ts$/.test(file)
}
