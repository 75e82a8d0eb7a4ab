import * as vscode from 'vscode'
import { SEMANTIC_TOKENS } from '../language/features/semanticTokens.ts'
import type { CellSymbol, CellToken } from '../language/messages.ts'
import { fromRange, type LanguageCells, SELECTOR, toPosition, toRange } from './languageCells.ts'
import type { LanguageNotebooks } from './languageNotebooks.ts'
import { readSettings } from './settings.ts'

const LEGEND = new vscode.SemanticTokensLegend([...SEMANTIC_TOKENS.types], [...SEMANTIC_TOKENS.modifiers])

/** What cells declare, in the outline; what their words are, in colours; and the words between the words. */
export function outlineCells(cells: LanguageCells, notebooks: LanguageNotebooks): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>()
  return vscode.Disposable.from(
    changed,
    notebooks.onDidChange(() => changed.fire()), // a word of this cell may be declared in another
    vscode.languages.registerDocumentSymbolProvider(SELECTOR, {
      async provideDocumentSymbols(document, token) {
        return (await cells.ask(document, 'symbols', {}, token))?.map(toSymbol)
      },
    }),
    vscode.languages.registerDocumentSemanticTokensProvider(
      SELECTOR,
      {
        onDidChangeSemanticTokens: changed.event,
        async provideDocumentSemanticTokens(document, token) {
          return toTokens(await cells.ask(document, 'semanticTokens', {}, token))
        },
      },
      LEGEND,
    ),
    vscode.languages.registerDocumentRangeSemanticTokensProvider(
      SELECTOR,
      {
        async provideDocumentRangeSemanticTokens(document, range, token) {
          return toTokens(await cells.ask(document, 'semanticTokens', { range: fromRange(range) }, token))
        },
      },
      LEGEND,
    ),
    vscode.languages.registerInlayHintsProvider(SELECTOR, {
      onDidChangeInlayHints: changed.event,
      async provideInlayHints(document, range, token) {
        const shown = readSettings(document.uri).inlayHints
        if (shown === 'off') return []
        const hints = await cells.ask(document, 'inlayHints', { range: fromRange(range), shown }, token)
        return hints?.map(({ position, text, kind, paddingLeft, paddingRight }) => {
          const hint = new vscode.InlayHint(toPosition(position), text, HINT_KINDS[kind])
          return Object.assign(hint, { paddingLeft, paddingRight })
        })
      },
    }),
  )
}

const HINT_KINDS = {
  type: vscode.InlayHintKind.Type,
  parameter: vscode.InlayHintKind.Parameter,
  value: undefined,
} as const

function toTokens(tokens: readonly CellToken[] | undefined): vscode.SemanticTokens | undefined {
  if (!tokens) return undefined
  const builder = new vscode.SemanticTokensBuilder(LEGEND)
  for (const { start, length, type, modifiers } of tokens) {
    const at = toPosition(start)
    builder.push(new vscode.Range(at, at.translate(0, length)), type, [...modifiers])
  }
  return builder.build()
}

function toSymbol(symbol: CellSymbol): vscode.DocumentSymbol {
  const range = toRange(symbol)
  const nameRange = toRange(symbol.nameRange)
  const selection = range.contains(nameRange) ? nameRange : range
  const kind = SYMBOL_KINDS[symbol.kind] ?? vscode.SymbolKind.Variable
  return Object.assign(new vscode.DocumentSymbol(symbol.name, '', kind, range, selection), {
    children: symbol.children.map(toSymbol),
  })
}

const SYMBOL_KINDS: Readonly<Record<string, vscode.SymbolKind>> = {
  class: vscode.SymbolKind.Class,
  interface: vscode.SymbolKind.Interface,
  type: vscode.SymbolKind.Interface,
  enum: vscode.SymbolKind.Enum,
  'enum member': vscode.SymbolKind.EnumMember,
  module: vscode.SymbolKind.Module,
  alias: vscode.SymbolKind.Module,
  function: vscode.SymbolKind.Function,
  'local function': vscode.SymbolKind.Function,
  method: vscode.SymbolKind.Method,
  constructor: vscode.SymbolKind.Constructor,
  property: vscode.SymbolKind.Property,
  getter: vscode.SymbolKind.Property,
  setter: vscode.SymbolKind.Property,
  const: vscode.SymbolKind.Constant,
}
