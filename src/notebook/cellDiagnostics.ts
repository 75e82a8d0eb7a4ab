import * as vscode from 'vscode'
import { messageOf } from '../base/errors.ts'
import type { CellDiagnostic, CellPosition } from '../language/messages.ts'
import { type LanguageNotebooks, languageCells, languageId } from './languageNotebooks.ts'
import { notebookPath } from './notebookPath.ts'

/** Type errors as squiggles in the cells. */
export function showCellDiagnostics(notebooks: LanguageNotebooks, log: vscode.LogOutputChannel): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('flinknb')
  // A cell's document is closed when the cell is deleted and when its notebook is closed.
  const clear = vscode.workspace.onDidCloseTextDocument(document => collection.delete(document.uri))
  const check = async (notebook: vscode.NotebookDocument) => {
    const client = notebooks.clientFor(notebook)
    if (!client) return
    const checked = await client.call('check', notebookPath(notebook), {})
    if (notebook.isClosed) return
    const found = new Map(checked.map(cell => [cell.cellId, cell.diagnostics]))
    for (const cell of languageCells(notebook)) {
      collection.set(cell.document.uri, (found.get(languageId(cell)) ?? []).map(toDiagnostic))
    }
  }
  return vscode.Disposable.from(
    collection,
    notebooks.onDidChange(notebook => {
      check(notebook).catch(error => {
        if (!notebook.isClosed) log.warn(`cells not checked: ${messageOf(error)}`)
      })
    }),
    clear,
  )
}

function toDiagnostic(found: CellDiagnostic): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(found.start, found.end), found.message, SEVERITIES[found.category])
  diagnostic.source = 'flinknb'
  diagnostic.code = found.code
  return diagnostic
}

const SEVERITIES: Readonly<Record<CellDiagnostic['category'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  suggestion: vscode.DiagnosticSeverity.Hint,
}

/** From the language worker's 1-based positions to VS Code's 0-based ones. */
export function toRange(start: CellPosition, end: CellPosition): vscode.Range {
  return new vscode.Range(start.line - 1, start.column - 1, end.line - 1, end.column - 1)
}
