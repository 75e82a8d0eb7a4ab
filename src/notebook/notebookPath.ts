import path from 'node:path'
import * as vscode from 'vscode'

/** The path of a notebook's file; for one that was never saved, that of its name in the first folder. */
export function notebookPath(notebook: vscode.NotebookDocument): string {
  if (!notebook.isUntitled) return notebook.uri.fsPath
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? process.cwd()
  return path.join(folder, path.basename(notebook.uri.path))
}
