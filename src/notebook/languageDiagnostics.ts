import * as vscode from 'vscode'
import { messageOf } from '../base/errors.ts'
import type { CellDiagnostic } from '../language/messages.ts'
import { type LanguageCells, toRange } from './languageCells.ts'
import { type LanguageNotebooks, languageCells, type NotebookChange } from './languageNotebooks.ts'

/** Where our findings say they come from. */
export const DIAGNOSTIC_SOURCE = 'flinknb'

/** Findings as squiggles in the cells: the edited cell's at once, the others' one after another. */
export function showCellDiagnostics(
  cells: LanguageCells,
  notebooks: LanguageNotebooks,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('flinknb')
  /** The newest check of each notebook: it breaks off the one before. */
  const newest = new WeakMap<vscode.NotebookDocument, vscode.CancellationTokenSource>()
  const check = async ({ notebook, edited }: NotebookChange) => {
    const current = new vscode.CancellationTokenSource()
    newest.get(notebook)?.cancel()
    newest.set(notebook, current)
    for (const { document } of inOrder(languageCells(notebook), edited)) {
      const checked = await cells.ask(document, 'check', {}, current.token)
      if (current.token.isCancellationRequested || document.isClosed) return
      collection.set(
        document.uri,
        checked?.[0]?.diagnostics.map(found => toDiagnostic(cells, document, found)),
      )
    }
  }
  return vscode.Disposable.from(
    collection,
    notebooks.onDidChange(change => {
      check(change).catch(error => {
        if (!change.notebook.isClosed) log.warn(`cells not checked: ${messageOf(error)}`)
      })
    }),
    // A cell's document is closed when the cell is deleted and when its notebook is closed.
    vscode.workspace.onDidCloseTextDocument(document => collection.delete(document.uri)),
  )
}

/** The edited cell, those below it, which may use what it declares, and those above. */
function inOrder(cells: vscode.NotebookCell[], edited: vscode.TextDocument | undefined): vscode.NotebookCell[] {
  const at = cells.findIndex(cell => cell.document === edited)
  return at < 0 ? cells : [...cells.slice(at), ...cells.slice(0, at)]
}

function toDiagnostic(cells: LanguageCells, document: vscode.TextDocument, found: CellDiagnostic): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(found), found.message, SEVERITIES[found.category])
  diagnostic.source = DIAGNOSTIC_SOURCE
  diagnostic.code = found.code
  if (found.tags) diagnostic.tags = found.tags.map(tag => TAGS[tag])
  const related = (found.related ?? []).flatMap(place => {
    const location = cells.location(document, place)
    return location ? [new vscode.DiagnosticRelatedInformation(location, place.message)] : []
  })
  if (related.length > 0) diagnostic.relatedInformation = related
  return diagnostic
}

const SEVERITIES: Readonly<Record<CellDiagnostic['category'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  suggestion: vscode.DiagnosticSeverity.Hint,
}

const TAGS = {
  unnecessary: vscode.DiagnosticTag.Unnecessary,
  deprecated: vscode.DiagnosticTag.Deprecated,
} as const
