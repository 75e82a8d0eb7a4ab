import * as vscode from 'vscode'
import type { CellCompletion, CellPosition } from '../language/messages.ts'
import { formatOf, fromPosition, type LanguageCells, SELECTOR, toRange } from './languageCells.ts'

/** An item that knows what to ask about when it is looked at. */
class CellCompletionItem extends vscode.CompletionItem {
  constructor(
    readonly document: vscode.TextDocument,
    readonly position: CellPosition,
    readonly completion: CellCompletion,
  ) {
    const { name, kind, optional, source } = completion
    super({ label: optional ? `${name}?` : name, ...(source ? { description: source } : {}) }, KINDS[kind])
  }
}

/** Names that may stand at a place; those of modules are imported into the cell when they are accepted. */
export function completeInCells(cells: LanguageCells): vscode.Disposable {
  const provider: vscode.CompletionItemProvider<CellCompletionItem> = {
    async provideCompletionItems(document, position, token, { triggerCharacter }) {
      const at = fromPosition(position)
      const found = await cells.ask(document, 'complete', { position: at, trigger: triggerCharacter }, token)
      if (!found) return undefined
      const items = found.items.map(one => toItem(document, position, at, one))
      return new vscode.CompletionList(items, found.incomplete)
    },
    async resolveCompletionItem(item, token) {
      const { name, source, data } = item.completion
      const ask = { position: item.position, name, source, data, format: formatOf(item.document) }
      const details = await cells.ask(item.document, 'completionDetails', ask, token)
      if (!details) return item
      item.detail = details.signature
      item.documentation = new vscode.MarkdownString(details.documentation)
      if (details.edits.length > 0)
        item.additionalTextEdits = details.edits.map(edit => new vscode.TextEdit(toRange(edit), edit.newText))
      return item
    },
  }
  return vscode.languages.registerCompletionItemProvider(SELECTOR, provider, '.', '"', "'", '`', '/', '@', '#', '<')
}

function toItem(
  document: vscode.TextDocument,
  position: vscode.Position,
  at: CellPosition,
  completion: CellCompletion,
): CellCompletionItem {
  const { name, sortText, deprecated, insertText = name, snippet, range } = completion
  const item = new CellCompletionItem(document, at, completion)
  item.sortText = sortText
  item.insertText = snippet ? new vscode.SnippetString(insertText) : insertText
  item.filterText = name
  if (deprecated) item.tags = [vscode.CompletionItemTag.Deprecated]
  if (range) {
    const replacing = toRange(range)
    item.range = { inserting: new vscode.Range(replacing.start, position), replacing }
    // The editor holds what stands between against the item: a dot that becomes `?.` belongs to it.
    const word = document.getWordRangeAtPosition(position)?.start ?? position
    if (replacing.start.isBefore(word))
      item.filterText = document.getText(new vscode.Range(replacing.start, word)) + name
  }
  return item
}

/** TypeScript's words for kinds of names, as VS Code draws them. */
const KINDS: Readonly<Record<string, vscode.CompletionItemKind>> = {
  property: vscode.CompletionItemKind.Field,
  getter: vscode.CompletionItemKind.Field,
  setter: vscode.CompletionItemKind.Field,
  method: vscode.CompletionItemKind.Method,
  function: vscode.CompletionItemKind.Function,
  'local function': vscode.CompletionItemKind.Function,
  const: vscode.CompletionItemKind.Constant,
  let: vscode.CompletionItemKind.Variable,
  var: vscode.CompletionItemKind.Variable,
  'local var': vscode.CompletionItemKind.Variable,
  parameter: vscode.CompletionItemKind.Variable,
  alias: vscode.CompletionItemKind.Variable,
  class: vscode.CompletionItemKind.Class,
  'local class': vscode.CompletionItemKind.Class,
  interface: vscode.CompletionItemKind.Interface,
  type: vscode.CompletionItemKind.Interface,
  'type parameter': vscode.CompletionItemKind.TypeParameter,
  enum: vscode.CompletionItemKind.Enum,
  'enum member': vscode.CompletionItemKind.EnumMember,
  module: vscode.CompletionItemKind.Module,
  'external module name': vscode.CompletionItemKind.Module,
  script: vscode.CompletionItemKind.File,
  directory: vscode.CompletionItemKind.Folder,
  keyword: vscode.CompletionItemKind.Keyword,
  string: vscode.CompletionItemKind.Value,
}
