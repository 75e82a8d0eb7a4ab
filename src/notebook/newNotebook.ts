import * as vscode from 'vscode'
import { emptyNotebook } from '../nbformat/emptyNotebook.ts'
import { NOTEBOOK_TYPE } from './contributions.ts'
import { toNotebookData } from './notebookData.ts'

/** Opens an untitled notebook with one empty cell. */
export async function openNewNotebook(): Promise<vscode.NotebookDocument> {
  const data = toNotebookData(emptyNotebook(), undefined)
  const notebook = await vscode.workspace.openNotebookDocument(NOTEBOOK_TYPE, data)
  await vscode.window.showNotebookDocument(notebook)
  return notebook
}

const EXAMPLE = ['price-prediction.flinknb', 'data/purchases.csv']

/** Copies the example into a folder that the person picks, never over a file that is there, and opens it. */
export async function openExample(extension: vscode.Uri): Promise<void> {
  const openLabel = vscode.l10n.t('Put the Example Here')
  const [folder] =
    (await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, openLabel })) ?? []
  if (!folder) return
  for (const name of EXAMPLE) {
    const target = vscode.Uri.joinPath(folder, name)
    if (!(await exists(target)))
      await vscode.workspace.fs.copy(vscode.Uri.joinPath(extension, 'examples', name), target)
  }
  const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.joinPath(folder, EXAMPLE[0] as string))
  await vscode.window.showNotebookDocument(notebook)
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file)
    return true
  } catch {
    return false
  }
}
