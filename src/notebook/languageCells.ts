import * as vscode from 'vscode'
import type {
  CellFormat,
  CellPosition,
  CellRange,
  LanguageCall,
  LanguageCalls,
  LanguageLocation,
} from '../language/messages.ts'
import { CELL_LANGUAGE, NOTEBOOK_TYPE } from './contributions.ts'
import { type LanguageNotebooks, languageId } from './languageNotebooks.ts'
import { notebookPath } from './notebookPath.ts'

/** Where our answers are given. */
export const SELECTOR: vscode.DocumentSelector = { language: CELL_LANGUAGE, notebookType: NOTEBOOK_TYPE }

/** Asks the language worker about cells, in the editor's words. */
export class LanguageCells {
  constructor(private readonly notebooks: LanguageNotebooks) {}

  /**
   * Asks about a cell, as it stands now; undefined for what is no cell of ours, or is closed meanwhile, and where the
   * editor does not need the answer any more.
   */
  async ask<C extends LanguageCall>(
    document: vscode.TextDocument,
    call: C,
    ask: Omit<LanguageCalls[C]['ask'], 'cellId'>,
    token: vscode.CancellationToken,
  ): Promise<LanguageCalls[C]['answer'] | undefined> {
    const cell = cellOf(document)
    const client = cell && this.notebooks.clientFor(cell.notebook)
    if (!client || token.isCancellationRequested) return undefined
    const about = { cellId: languageId(cell), ...ask } as LanguageCalls[C]['ask']
    const controller = new AbortController()
    const listener = token.onCancellationRequested(() => controller.abort())
    try {
      return await client.call(call, notebookPath(cell.notebook), about, controller.signal)
    } catch (error) {
      if (controller.signal.aborted) return undefined
      throw error
    } finally {
      listener.dispose()
    }
  }

  /** Where a place is that was found from a cell: in a cell of the same notebook, or in a file. */
  location(document: vscode.TextDocument, place: LanguageLocation): vscode.Location | undefined {
    const uri = 'file' in place ? vscode.Uri.file(place.file) : uriOf(document, place.cellId)
    return uri && new vscode.Location(uri, toRange(place))
  }

  locations(document: vscode.TextDocument, places: readonly LanguageLocation[] | undefined): vscode.Location[] {
    return (places ?? []).map(place => this.location(document, place)).filter(location => location !== undefined)
  }

  /** Changes of cells and files as the editor makes them. */
  workspaceEdit(
    document: vscode.TextDocument,
    edits: readonly (LanguageLocation & { readonly newText: string })[],
  ): vscode.WorkspaceEdit {
    const result = new vscode.WorkspaceEdit()
    for (const edit of edits) {
      const location = this.location(document, edit)
      if (location) result.replace(location.uri, location.range, edit.newText)
    }
    return result
  }
}

function cellOf(document: vscode.TextDocument): vscode.NotebookCell | undefined {
  for (const notebook of vscode.workspace.notebookDocuments) {
    const cell = notebook.getCells().find(one => one.document === document)
    if (cell) return cell
  }
  return undefined
}

function uriOf(document: vscode.TextDocument, cellId: string): vscode.Uri | undefined {
  const cells = cellOf(document)?.notebook.getCells() ?? []
  return cells.find(cell => languageId(cell) === cellId)?.document.uri
}

/** From VS Code's 0-based positions to the worker's 1-based ones. */
export function fromPosition({ line, character }: vscode.Position): CellPosition {
  return { line: line + 1, column: character + 1 }
}

export function fromRange({ start, end }: vscode.Range): CellRange {
  return { start: fromPosition(start), end: fromPosition(end) }
}

/** The other way round. */
export function toPosition({ line, column }: CellPosition): vscode.Position {
  return new vscode.Position(line - 1, column - 1)
}

export function toRange({ start, end }: CellRange): vscode.Range {
  return new vscode.Range(toPosition(start), toPosition(end))
}

/** How the editor that shows a cell indents. */
export function formatOf(document: vscode.TextDocument): CellFormat {
  const editor = vscode.window.visibleTextEditors.find(one => one.document === document)
  const { tabSize, insertSpaces } = editor?.options ?? {}
  return {
    tabSize: typeof tabSize === 'number' ? tabSize : 2,
    insertSpaces: typeof insertSpaces === 'boolean' ? insertSpaces : true,
  }
}
