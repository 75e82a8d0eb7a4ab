import path from 'node:path'
import * as vscode from 'vscode'
import { cellIdOf } from './cellAddress.ts'
import { DebugSession } from './debugSession.ts'
import { DebugSources } from './debugSources.ts'
import { languageCells } from './languageNotebooks.ts'
import type { SessionRegistry } from './sessionRegistry.ts'
import { isTrusted } from './workspaceTrust.ts'

/**
 * `Debug Cell`: runs a cell under VS Code's own JavaScript debugger. Breakpoints stop in the cell's own lines; the session
 * ends when the cell does, and ending the session lets the cell run on.
 *
 * @param kernelFolder where the kernel's own code lies
 */
export async function debugCell(cell: vscode.NotebookCell, sessions: SessionRegistry, kernelFolder: string) {
  if (!(await isTrusted(vscode.l10n.t('Trust this workspace to debug cells: debugging runs them.')))) return
  const { notebook } = cell
  const session = sessions.getOrCreate(notebook)
  const name = vscode.l10n.t('Cell {0} of {1}', languageCells(notebook).indexOf(cell) + 1, baseName(notebook))
  const opened = await session.openDebugger()
  const sources = new DebugSources(opened.directory, () =>
    languageCells(notebook).map((one, index) => ({
      cellId: cellIdOf(one),
      name: vscode.l10n.t('Cell {0}', index + 1),
    })),
  )
  const debugging = new DebugSession(sources, opened.url)
  try {
    const folder = vscode.workspace.getWorkspaceFolder(notebook.uri)
    if (!(await debugging.attach(folder, name, opened.url, kernelFolder))) {
      await vscode.window.showWarningMessage(vscode.l10n.t('The debugger did not attach; the cell was not run.'))
      return
    }
    await session.runDebugged(cell, () => debugging.end())
  } finally {
    await debugging.end()
    session.closeDebugger()
  }
}

function baseName(notebook: vscode.NotebookDocument): string {
  return path.basename(notebook.uri.path)
}
