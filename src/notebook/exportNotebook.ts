import * as vscode from 'vscode'
import { messageOf } from '../base/errors.ts'
import { runCli } from './exportCli.ts'

type ExportFormat = 'ts' | 'ipynb' | 'html'

/**
 * Asks where to, and writes the notebook there in another form. What is exported is the file, so unsaved edits are saved
 * first.
 *
 * @param to asked for when not given
 */
export async function exportNotebook(
  notebook: vscode.NotebookDocument,
  format: ExportFormat,
  dist: string,
  to?: vscode.Uri,
): Promise<void> {
  if (notebook.isUntitled) {
    await vscode.window.showErrorMessage(vscode.l10n.t('Save the notebook first: imports start at its folder.'))
    return
  }
  const target = to ?? (await askForTarget(notebook, format))
  if (target) await exportTo(notebook, format, target, dist)
}

async function askForTarget(notebook: vscode.NotebookDocument, format: ExportFormat): Promise<vscode.Uri | undefined> {
  return vscode.window.showSaveDialog({
    defaultUri: notebook.uri.with({ path: `${notebook.uri.path.replace(/\.flinknb$/, '')}.${format}` }),
    filters: FILTERS[format],
  })
}

/** Writes the notebook to a file and says so, or says what is wrong. */
async function exportTo(
  notebook: vscode.NotebookDocument,
  format: ExportFormat,
  target: vscode.Uri,
  dist: string,
): Promise<void> {
  try {
    if (notebook.isDirty) await notebook.save()
    await runCli(dist, ['export', notebook.uri.fsPath, '--to', format, '--output', target.fsPath])
  } catch (error) {
    await vscode.window.showErrorMessage(vscode.l10n.t('The notebook was not exported: {0}', messageOf(error)))
    return
  }
  void offerToOpen(target, format)
}

const FILTERS: Readonly<Record<ExportFormat, Record<string, string[]>>> = {
  ts: { TypeScript: ['ts'] },
  ipynb: { 'Jupyter Notebook': ['ipynb'] },
  html: { HTML: ['html'] },
}

async function offerToOpen(target: vscode.Uri, format: ExportFormat): Promise<void> {
  const open = vscode.l10n.t('Open')
  const picked = await vscode.window.showInformationMessage(vscode.l10n.t('Exported to {0}', target.fsPath), open)
  if (picked !== open) return
  if (format === 'html') await vscode.env.openExternal(target)
  else await vscode.commands.executeCommand('vscode.open', target)
}
