import * as vscode from 'vscode'
import { COMMANDS, NOTEBOOK_TYPE } from './contributions.ts'
import type { SessionRegistry } from './sessionRegistry.ts'

/** The item in the window's status bar: the kernel of the notebook in front. */
export function showKernelStatus(sessions: SessionRegistry): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('flinknb.kernel', vscode.StatusBarAlignment.Left)
  item.name = vscode.l10n.t('Flink Notebook Kernel')
  item.command = { command: COMMANDS.restartKernel, title: vscode.l10n.t('Restart Kernel') }
  item.tooltip = item.command.title
  const update = () => {
    const notebook = vscode.window.activeNotebookEditor?.notebook
    if (notebook?.notebookType !== NOTEBOOK_TYPE) return item.hide()
    const session = sessions.get(notebook)
    item.text = kernelText(session?.state ?? 'none', session?.runningCells ?? 0)
    item.show()
  }
  update()
  const listeners = [vscode.window.onDidChangeActiveNotebookEditor(update), sessions.onDidChange(update)]
  return vscode.Disposable.from(item, ...listeners)
}

function kernelText(state: 'none' | 'starting' | 'idle' | 'busy', runningCells: number): string {
  switch (state) {
    case 'none':
      return `$(circle-outline) ${vscode.l10n.t('flinknb: not started')}`
    case 'starting':
      return `$(loading~spin) ${vscode.l10n.t('flinknb: starting')}`
    case 'idle':
      return `$(circle-filled) ${vscode.l10n.t('flinknb: ready')}`
    case 'busy':
      return runningCells === 1
        ? `$(pulse) ${vscode.l10n.t('flinknb: 1 cell runs')}`
        : `$(pulse) ${vscode.l10n.t('flinknb: {0} cells run', runningCells)}`
  }
}
