import * as vscode from 'vscode'
import type { CellFix } from '../language/messages.ts'
import { formatOf, fromRange, type LanguageCells, SELECTOR } from './languageCells.ts'
import { DIAGNOSTIC_SOURCE } from './languageDiagnostics.ts'
import { toEdits } from './languageFormatting.ts'

const KINDS = [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.SourceOrganizeImports]

/** Quick fixes of findings, and organise imports. */
export function fixCells(cells: LanguageCells): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    async provideCodeActions(document, _range, { only, diagnostics }, token) {
      const wants = (kind: vscode.CodeActionKind) => only === undefined || only.contains(kind)
      return [
        ...(wants(vscode.CodeActionKind.QuickFix) ? await quickFixes(cells, document, diagnostics, token) : []),
        // Only where it is asked for: it is no answer to where the caret stands.
        ...(only?.contains(vscode.CodeActionKind.SourceOrganizeImports)
          ? await organizeImports(cells, document, token)
          : []),
      ]
    },
  }
  return vscode.languages.registerCodeActionsProvider(SELECTOR, provider, { providedCodeActionKinds: KINDS })
}

async function quickFixes(
  cells: LanguageCells,
  document: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
  token: vscode.CancellationToken,
): Promise<vscode.CodeAction[]> {
  const ours = diagnostics.filter(one => one.source === DIAGNOSTIC_SOURCE)
  if (ours.length === 0) return []
  const findings = ours.map(one => ({ ...fromRange(one.range), code: String(one.code) }))
  const fixes = await cells.ask(document, 'fixes', { findings, format: formatOf(document) }, token)
  return (fixes ?? []).map(fix => quickFix(cells, document, fix, ours))
}

function quickFix(
  cells: LanguageCells,
  document: vscode.TextDocument,
  { title, edits, preferred, code }: CellFix,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix)
  action.edit = cells.workspaceEdit(document, edits)
  action.isPreferred = preferred
  action.diagnostics = diagnostics.filter(one => one.code === code)
  return action
}

async function organizeImports(
  cells: LanguageCells,
  document: vscode.TextDocument,
  token: vscode.CancellationToken,
): Promise<vscode.CodeAction[]> {
  const edits = toEdits(await cells.ask(document, 'organizeImports', { format: formatOf(document) }, token))
  if (!edits || edits.length === 0) return []
  const action = new vscode.CodeAction(vscode.l10n.t('Organize Imports'), vscode.CodeActionKind.SourceOrganizeImports)
  action.edit = new vscode.WorkspaceEdit()
  action.edit.set(document.uri, edits)
  return [action]
}
