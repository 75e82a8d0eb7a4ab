import * as vscode from 'vscode'
import { CELL_LANGUAGE, COMMANDS, NOTEBOOK_TYPE } from './contributions.ts'
import type { NotebookSession } from './notebookSession.ts'
import type { SessionRegistry } from './sessionRegistry.ts'

/** Under a cell: that it is stale (and what runs such cells), and that its code keeps the kernel from answering. */
export function showNoticeStatus(sessions: SessionRegistry): vscode.Disposable {
  return vscode.notebooks.registerNotebookCellStatusBarItemProvider(NOTEBOOK_TYPE, {
    onDidChangeCellStatusBarItems: sessions.onDidChange,
    provideCellStatusBarItems(cell) {
      const session = sessions.get(cell.notebook)
      if (!session || cell.document.languageId !== CELL_LANGUAGE) return []
      return [blockedItem(session, cell), staleItem(session, cell)].filter(item => item !== undefined)
    },
  })
}

function staleItem(session: NotebookSession, cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem | undefined {
  const names = session.staleNames(cell)
  if (!names) return undefined
  const item = itemOf('$(history)', vscode.l10n.t('stale'))
  item.tooltip = vscode.l10n.t(
    'Depends on {0}, from a cell that was run again. Click to run stale cells.',
    names.join(', '),
  )
  item.command = {
    command: COMMANDS.runStaleCells,
    title: item.tooltip,
    arguments: [{ notebookUri: cell.notebook.uri }],
  }
  return item
}

function blockedItem(
  session: NotebookSession,
  cell: vscode.NotebookCell,
): vscode.NotebookCellStatusBarItem | undefined {
  const ms = session.blockedMs(cell)
  if (ms === undefined) return undefined
  const item = itemOf('$(watch)', vscode.l10n.t('blocks the kernel for {0} s', Math.round(ms / 1000)))
  item.tooltip = vscode.l10n.t('Streams and other cells wait for this code. Click to stop it; variables stay.')
  item.command = { command: COMMANDS.stopCell, title: item.tooltip, arguments: [cell] }
  return item
}

function itemOf(icon: string, text: string): vscode.NotebookCellStatusBarItem {
  const item = new vscode.NotebookCellStatusBarItem(`${icon} ${text}`, vscode.NotebookCellStatusBarAlignment.Left)
  item.accessibilityInformation = { label: text }
  return item
}
