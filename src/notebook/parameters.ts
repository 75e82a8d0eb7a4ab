import * as vscode from 'vscode'
import { isJsonObject } from '../nbformat/json.ts'
import type { DocumentMetadata } from './notebookData.ts'
import { readSettings } from './settings.ts'

/** Values for `param(name, default)`: the notebook's own (`flinknb.params` in its metadata) before those of the settings. */
export function parametersOf(notebook: vscode.NotebookDocument): Readonly<Record<string, unknown>> {
  return { ...readSettings(notebook.uri).parameters, ...ownParameters(notebook) }
}

function ownParameters(notebook: vscode.NotebookDocument): Readonly<Record<string, unknown>> {
  const flinknb = (notebook.metadata as DocumentMetadata).metadata?.flinknb
  return isJsonObject(flinknb) && isJsonObject(flinknb.params) ? flinknb.params : {}
}

/** Names that the notebook's cells ask for, in order of appearance. */
export function parameterNames(notebook: vscode.NotebookDocument): string[] {
  const names = new Set<string>()
  for (const cell of notebook.getCells()) {
    if (cell.kind !== vscode.NotebookCellKind.Code) continue
    for (const match of cell.document.getText().matchAll(/\bparam\(\s*(['"`])([^'"`]+)\1/g))
      names.add(match[2] as string)
  }
  return [...names]
}

/**
 * Asks for a parameter and its value and keeps it in the notebook.
 *
 * @returns whether anything changed
 */
export async function askForParameter(notebook: vscode.NotebookDocument): Promise<boolean> {
  const own = ownParameters(notebook)
  const names = [...new Set([...parameterNames(notebook), ...Object.keys(own)])]
  const unset = vscode.l10n.t('not set')
  const items = names.map(label => ({ label, description: label in own ? String(own[label]) : unset }))
  const title = vscode.l10n.t('Set Parameter')
  const placeHolder = vscode.l10n.t("Parameters are what cells read with param('name', default)")
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder })
  if (!picked) return false
  const before = own[picked.label]
  const prompt = vscode.l10n.t("Value of '{0}'. Empty: the default in the cell.", picked.label)
  const value = await vscode.window.showInputBox({ title, prompt, value: before === undefined ? '' : String(before) })
  if (value === undefined || value === String(before ?? '')) return false
  return setParameter(notebook, picked.label, value === '' ? undefined : value)
}

/** Sets a parameter in the notebook's metadata; undefined takes it out. */
export async function setParameter(notebook: vscode.NotebookDocument, name: string, value: unknown): Promise<boolean> {
  const metadata = notebook.metadata as DocumentMetadata
  const { [name]: _, ...others } = ownParameters(notebook)
  const params = value === undefined ? others : { ...others, [name]: value }
  const { flinknb, ...rest } = metadata.metadata ?? {}
  const { params: __, ...ownRest } = isJsonObject(flinknb) ? flinknb : {}
  const next = { ...ownRest, ...(Object.keys(params).length > 0 ? { params } : {}) }
  const changed = { ...rest, ...(Object.keys(next).length > 0 ? { flinknb: next } : {}) }
  const edit = new vscode.WorkspaceEdit()
  edit.set(notebook.uri, [vscode.NotebookEdit.updateNotebookMetadata({ ...metadata, metadata: changed })])
  return vscode.workspace.applyEdit(edit)
}
