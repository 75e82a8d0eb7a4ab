import * as vscode from 'vscode'
import type { CellPosition } from '../language/messages.ts'
import { toRange } from './cellDiagnostics.ts'
import { CELL_LANGUAGE, NOTEBOOK_TYPE } from './contributions.ts'
import { type LanguageNotebooks, languageId } from './languageNotebooks.ts'
import { notebookPath } from './notebookPath.ts'

/** Completion and hover in cells. */
export function assistInCells(notebooks: LanguageNotebooks): vscode.Disposable {
  const selector: vscode.DocumentSelector = { language: CELL_LANGUAGE, notebookType: NOTEBOOK_TYPE }
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(
      selector,
      {
        async provideCompletionItems(document, position) {
          const at = locate(notebooks, document, position)
          const found = await at?.client.call('complete', at.name, at.ask)
          return found?.items.map(({ name, kind, sortText }) =>
            Object.assign(new vscode.CompletionItem(name, KINDS[kind]), { sortText }),
          )
        },
      },
      '.',
      '"',
      "'",
    ),
    vscode.languages.registerHoverProvider(selector, {
      async provideHover(document, position) {
        const at = locate(notebooks, document, position)
        const hover = await at?.client.call('hover', at.name, at.ask)
        if (!hover) return undefined
        const text = new vscode.MarkdownString().appendCodeblock(hover.signature, 'typescript')
        if (hover.documentation) text.appendMarkdown(`\n\n${hover.documentation}`)
        return new vscode.Hover(text, toRange(hover.start, hover.end))
      },
    }),
  )
}

function locate(notebooks: LanguageNotebooks, document: vscode.TextDocument, position: vscode.Position) {
  const cell = vscode.workspace.notebookDocuments
    .find(notebook => notebook.getCells().some(cell => cell.document === document))
    ?.getCells()
    .find(cell => cell.document === document)
  const client = cell && notebooks.clientFor(cell.notebook)
  if (!client) return undefined
  const at: CellPosition = { line: position.line + 1, column: position.character + 1 }
  return { client, name: notebookPath(cell.notebook), ask: { cellId: languageId(cell), position: at } }
}

/** TypeScript's words for kinds of names, as VS Code draws them. */
const KINDS: Readonly<Record<string, vscode.CompletionItemKind>> = {
  property: vscode.CompletionItemKind.Property,
  method: vscode.CompletionItemKind.Method,
  function: vscode.CompletionItemKind.Function,
  'local function': vscode.CompletionItemKind.Function,
  const: vscode.CompletionItemKind.Constant,
  let: vscode.CompletionItemKind.Variable,
  var: vscode.CompletionItemKind.Variable,
  'local var': vscode.CompletionItemKind.Variable,
  parameter: vscode.CompletionItemKind.Variable,
  class: vscode.CompletionItemKind.Class,
  interface: vscode.CompletionItemKind.Interface,
  type: vscode.CompletionItemKind.Interface,
  enum: vscode.CompletionItemKind.Enum,
  'enum member': vscode.CompletionItemKind.EnumMember,
  module: vscode.CompletionItemKind.Module,
  keyword: vscode.CompletionItemKind.Keyword,
  string: vscode.CompletionItemKind.Value,
  getter: vscode.CompletionItemKind.Property,
  setter: vscode.CompletionItemKind.Property,
}
