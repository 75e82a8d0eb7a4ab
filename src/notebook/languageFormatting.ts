import * as vscode from 'vscode'
import type { CellEdit } from '../language/messages.ts'
import { fromPosition, fromRange, type LanguageCells, SELECTOR, toRange } from './languageCells.ts'

/** White space put right: in a cell, in what was pasted, in the line that was just ended. */
export function formatCells(cells: LanguageCells): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerDocumentFormattingEditProvider(SELECTOR, {
      async provideDocumentFormattingEdits(document, { tabSize, insertSpaces }, token) {
        return toEdits(await cells.ask(document, 'format', { format: { tabSize, insertSpaces } }, token))
      },
    }),
    vscode.languages.registerDocumentRangeFormattingEditProvider(SELECTOR, {
      async provideDocumentRangeFormattingEdits(document, range, { tabSize, insertSpaces }, token) {
        const ask = { format: { tabSize, insertSpaces }, range: fromRange(range) }
        return toEdits(await cells.ask(document, 'format', ask, token))
      },
    }),
    vscode.languages.registerOnTypeFormattingEditProvider(
      SELECTOR,
      {
        async provideOnTypeFormattingEdits(document, position, character, { tabSize, insertSpaces }, token) {
          const typed = { character, position: fromPosition(position) }
          return toEdits(await cells.ask(document, 'format', { format: { tabSize, insertSpaces }, typed }, token))
        },
      },
      ';',
      '}',
      '\n',
    ),
  )
}

export function toEdits(edits: readonly CellEdit[] | undefined): vscode.TextEdit[] | undefined {
  return edits?.map(edit => new vscode.TextEdit(toRange(edit), edit.newText))
}
