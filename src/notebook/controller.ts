import * as vscode from 'vscode'
import { CELL_LANGUAGE, CONTROLLER_ID, NOTEBOOK_TYPE } from './contributions.ts'
import { isTrusted } from './workspaceTrust.ts'

/** Starts running cells and returns: a stream may never end. */
export type RunCells = (notebook: vscode.NotebookDocument, cells: readonly vscode.NotebookCell[]) => void

/**
 * The one way of running flinknb notebooks. No `interruptHandler`: with one, VS Code would interrupt the whole notebook
 * where a person stops one cell; without, each execution is told through its token.
 */
export function createController(run: RunCells): vscode.NotebookController {
  const controller = vscode.notebooks.createNotebookController(CONTROLLER_ID, NOTEBOOK_TYPE, 'flinknb')
  controller.supportedLanguages = [CELL_LANGUAGE]
  controller.supportsExecutionOrder = true
  controller.description = vscode.l10n.t('TypeScript over live data')
  controller.executeHandler = async (cells, notebook) => {
    if (await isTrusted(vscode.l10n.t('Trust this workspace to run its cells.'))) run(notebook, cells)
  }
  return controller
}
