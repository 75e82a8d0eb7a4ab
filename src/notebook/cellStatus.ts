import * as vscode from 'vscode'
import { CELL_LANGUAGE, COMMANDS, NOTEBOOK_TYPE } from './contributions.ts'
import { progressText } from './progressText.ts'
import type { SessionRegistry } from './sessionRegistry.ts'

/** The line under a cell while and after its job runs: state, records, rate. */
export function showCellStatus(sessions: SessionRegistry): vscode.Disposable {
  return vscode.notebooks.registerNotebookCellStatusBarItemProvider(NOTEBOOK_TYPE, {
    onDidChangeCellStatusBarItems: sessions.onDidChange,
    provideCellStatusBarItems(cell) {
      if (cell.document.languageId !== CELL_LANGUAGE) return []
      const progress = sessions.get(cell.notebook)?.progressOf(cell)
      if (!progress) return []
      const text = progressText(progress, vscode.env.language)
      const item = new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left)
      item.accessibilityInformation = { label: text.replace(/\$\([^)]*\)\s*/g, '') }
      if (progress.state === 'running') {
        item.tooltip = vscode.l10n.t('Stop this cell’s job')
        item.command = { command: COMMANDS.stopCell, title: item.tooltip, arguments: [cell] }
      }
      return [item]
    },
  })
}
