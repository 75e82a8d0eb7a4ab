import path from 'node:path'
import type ts from 'typescript'
import { cellDiagnostic, offsetInModule, positionInCell } from './cellDiagnostic.ts'
import { type CellFile, CellModules } from './cellModules.ts'
import { compilerOptions } from './compilerOptions.ts'
import { isTolerated } from './implicitAny.ts'
import { slashed } from './languageFiles.ts'
import { languageHost } from './languageHost.ts'
import type { CellCompletion, CellHover, CellPosition, CheckedCell, LanguageCell, LanguageFiles } from './messages.ts'

/** The TypeScript program of one notebook: a module a cell, names visible downwards. */
export class NotebookProgram {
  private readonly cells: CellModules
  private readonly service: ts.LanguageService

  /**
   * @param notebook absolute path of the notebook's file; imports start at its folder
   * @param registry shares parsed files (TypeScript's libraries, Node's types) between notebooks
   */
  constructor(
    private readonly typescript: typeof ts,
    notebook: string,
    files: LanguageFiles,
    registry: ts.DocumentRegistry,
  ) {
    this.cells = new CellModules(typescript, slashed(notebook))
    const options = compilerOptions(typescript, files)
    const host = languageHost(typescript, options, files, path.posix.dirname(slashed(notebook)), this.cells)
    this.service = typescript.createLanguageService(host, registry)
  }

  /** Takes the notebook's TypeScript cells as they stand now, in order. */
  update(cells: readonly LanguageCell[]): void {
    this.cells.update(cells)
  }

  /** What is wrong in one cell, or in each. A cell that is not there has no findings. */
  check(cellId?: string): CheckedCell[] {
    const one = cellId === undefined ? undefined : this.cells.byCell(cellId)
    const files = cellId === undefined ? this.cells.fileNames() : one ? [one.file] : []
    return files.map(file => this.checkFile(this.cells.byFile(file) as CellFile))
  }

  /** Names that may stand at a position, best first. */
  complete(cellId: string, position: CellPosition): CellCompletion[] {
    const at = this.place(cellId, position)
    const found =
      at && this.service.getCompletionsAtPosition(at.cell.file, at.offset, { includeCompletionsWithInsertText: false })
    return found?.entries.map(({ name, kind, sortText }) => ({ name, kind, sortText })) ?? []
  }

  /** What stands at a position; null where nothing is to be said. */
  hover(cellId: string, position: CellPosition): CellHover | null {
    const at = this.place(cellId, position)
    const info = at && this.service.getQuickInfoAtPosition(at.cell.file, at.offset)
    if (!info) return null
    const source = this.source(at.cell)
    return {
      start: positionInCell(source, at.cell, info.textSpan.start),
      end: positionInCell(source, at.cell, info.textSpan.start + info.textSpan.length),
      signature: this.typescript.displayPartsToString(info.displayParts),
      documentation: this.typescript.displayPartsToString(info.documentation),
    }
  }

  dispose(): void {
    this.service.dispose()
  }

  private checkFile(cell: CellFile): CheckedCell {
    const syntax = this.service.getSyntacticDiagnostics(cell.file)
    const semantic = this.service
      .getSemanticDiagnostics(cell.file)
      .filter(found => !isTolerated(this.typescript, found))
    const findings = [
      ...syntax.map(found => cellDiagnostic(this.typescript, found, cell, true)),
      ...semantic.map(found => cellDiagnostic(this.typescript, found, cell, false)),
    ]
    return { cellId: cell.cellId, diagnostics: findings.filter(found => found !== undefined) }
  }

  private place(cellId: string, position: CellPosition): { cell: CellFile; offset: number } | undefined {
    const cell = this.cells.byCell(cellId)
    const source = cell && this.source(cell)
    const offset = source && offsetInModule(source, cell, position)
    return offset === undefined || !cell ? undefined : { cell, offset }
  }

  private source(cell: CellFile): ts.SourceFile | undefined {
    return this.service.getProgram()?.getSourceFile(cell.file)
  }
}
