import * as vscode from 'vscode'
import { CELL_LANGUAGE, COMMANDS, NOTEBOOK_TYPE } from './contributions.ts'
import { debugCell } from './debugCell.ts'
import { importNotebook } from './exportImport.ts'
import { exportNotebook } from './exportNotebook.ts'
import { openExample, openNewNotebook } from './newNotebook.ts'
import { askForParameter } from './parameters.ts'
import type { SessionRegistry } from './sessionRegistry.ts'

/** Commands are called from a toolbar (with its context), the palette (with nothing) or other code (with a notebook). */
interface CommandTarget {
  readonly notebookEditor?: { readonly notebookUri?: vscode.Uri }
  /** The notebook, for callers that are no toolbar. */
  readonly notebookUri?: vscode.Uri
  /** Do not ask before something is lost. */
  readonly confirmed?: boolean
  /** The file to write, for callers that know it. */
  readonly output?: vscode.Uri
}

export function registerCommands(sessions: SessionRegistry, extension: vscode.Uri): vscode.Disposable {
  const dist = vscode.Uri.joinPath(extension, 'dist').fsPath
  const onNotebook = (body: (notebook: vscode.NotebookDocument, target: CommandTarget) => Promise<unknown>) => {
    return async (target?: CommandTarget) => {
      const notebook = targetNotebook(target)
      if (notebook) return body(notebook, target ?? {})
      return vscode.window.showInformationMessage(vscode.l10n.t('Open a Flink Notebook first.'))
    }
  }
  const restart = async (notebook: vscode.NotebookDocument, target: CommandTarget) => {
    const session = sessions.getOrCreate(notebook)
    if (!target.confirmed && session.runningCells > 0 && !(await mayLose(session.runningCells))) return false
    await session.restart()
    return true
  }
  const handlers: Record<(typeof COMMANDS)[keyof typeof COMMANDS], (target?: never) => Promise<unknown>> = {
    [COMMANDS.newNotebook]: openNewNotebook,
    [COMMANDS.openExample]: () => openExample(extension),
    [COMMANDS.restartKernel]: onNotebook(restart),
    [COMMANDS.restartAndRunAll]: onNotebook(async (notebook, target) => {
      if (!(await restart(notebook, target))) return
      await vscode.commands.executeCommand('notebook.execute', notebook.uri)
    }),
    [COMMANDS.runStaleCells]: onNotebook(async notebook => sessions.get(notebook)?.runStale()),
    [COMMANDS.stopAll]: onNotebook(async notebook => sessions.get(notebook)?.stopAll()),
    [COMMANDS.stopCell]: async (cell?: vscode.NotebookCell) => cell && sessions.get(cell.notebook)?.stopCell(cell),
    [COMMANDS.debugCell]: async (cell?: vscode.NotebookCell) => {
      const target = cell ?? selectedCell()
      if (target) await debugCell(target, sessions, dist)
    },
    [COMMANDS.exportProgram]: onNotebook((notebook, { output }) => exportNotebook(notebook, 'ts', dist, output)),
    [COMMANDS.exportIpynb]: onNotebook((notebook, { output }) => exportNotebook(notebook, 'ipynb', dist, output)),
    [COMMANDS.exportHtml]: onNotebook((notebook, { output }) => exportNotebook(notebook, 'html', dist, output)),
    [COMMANDS.importNotebook]: (file?: vscode.Uri) => importNotebook(file, dist),
    [COMMANDS.setParameter]: onNotebook(async (notebook, target) => {
      if (!(await askForParameter(notebook)) || sessions.getOrCreate(notebook).state === 'none') return
      const now = vscode.l10n.t('Restart Now')
      const message = vscode.l10n.t('The kernel reads parameters when it starts.')
      if ((await vscode.window.showInformationMessage(message, now)) === now) await restart(notebook, target)
    }),
  }
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) => vscode.commands.registerCommand(id, handler)),
  )
}

/** For the palette: the cell that the cursor is in. */
function selectedCell(): vscode.NotebookCell | undefined {
  const editor = vscode.window.activeNotebookEditor
  const index = editor?.selections[0]?.start
  if (editor?.notebook.notebookType !== NOTEBOOK_TYPE || index === undefined) return undefined
  const cell = editor.notebook.cellAt(index)
  return cell.document.languageId === CELL_LANGUAGE ? cell : undefined
}

function targetNotebook(target: CommandTarget | undefined): vscode.NotebookDocument | undefined {
  const uri = target?.notebookUri ?? target?.notebookEditor?.notebookUri
  const notebook = uri
    ? vscode.workspace.notebookDocuments.find(open => open.uri.toString() === uri.toString())
    : vscode.window.activeNotebookEditor?.notebook
  return notebook?.notebookType === NOTEBOOK_TYPE ? notebook : undefined
}

async function mayLose(runningCells: number): Promise<boolean> {
  const restart = vscode.l10n.t('Restart')
  const detail = vscode.l10n.t(
    'Running cells: {0}. Their jobs are ended and all variables and models are lost. The notebook’s text and outputs stay.',
    runningCells,
  )
  const picked = await vscode.window.showWarningMessage(
    vscode.l10n.t('Restart the kernel?'),
    { modal: true, detail },
    restart,
  )
  return picked === restart
}
