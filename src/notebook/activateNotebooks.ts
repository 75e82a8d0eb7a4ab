import * as vscode from 'vscode'
import { messageOf } from '../base/errors.ts'
import { assignCellIds } from './cellIdAssigner.ts'
import { showCellStatus } from './cellStatus.ts'
import { registerCommands } from './commands.ts'
import { NOTEBOOK_TYPE } from './contributions.ts'
import { createController } from './controller.ts'
import { showKernelStatus } from './kernelStatus.ts'
import { assistInCells } from './languageFeatures.ts'
import { LanguageNotebooks } from './languageNotebooks.ts'
import { LiveTypes } from './liveTypes.ts'
import { NotebookSerializer } from './notebookSerializer.ts'
import { showNoticeStatus } from './noticeStatus.ts'
import { RendererBridge } from './rendererBridge.ts'
import { SessionRegistry } from './sessionRegistry.ts'
import { readSettings } from './settings.ts'
import { VariablesClient } from './variablesClient.ts'
import { showVariables } from './variablesView.ts'

/** Puts the parts together. Nothing runs, and no kernel starts, before a cell is run. */
export function activateNotebooks(context: vscode.ExtensionContext): SessionRegistry {
  const log = vscode.window.createOutputChannel('Flink Notebook', { log: true })
  const controller = createController((notebook, cells) => {
    const running = sessions.getOrCreate(notebook).run(cells)
    running.catch(error => log.error(`cells of ${notebook.uri.path}: ${messageOf(error)}`))
  })
  const bridge = new RendererBridge((notebook, request) => sessions.get(notebook)?.sendRequest(request) ?? false)
  const sessions: SessionRegistry = new SessionRegistry(
    {
      controller,
      kernelPath: vscode.Uri.joinPath(context.extensionUri, 'dist/kernel.mjs').fsPath,
      log,
      toRenderers: message => bridge.send(message),
      onKernelGone: notebook => bridge.kernelGone(notebook),
    },
    log,
  )
  const language = new LanguageNotebooks(vscode.Uri.joinPath(context.extensionUri, 'dist').fsPath, log)
  const variables = new VariablesClient(sessions)
  const serializer = vscode.workspace.registerNotebookSerializer(NOTEBOOK_TYPE, new NotebookSerializer(), {
    transientOutputs: !readSettings().saveOutputs,
  })
  context.subscriptions.push(
    log,
    serializer,
    controller,
    bridge,
    sessions,
    assignCellIds(),
    showCellStatus(sessions),
    showNoticeStatus(sessions),
    showKernelStatus(sessions),
    registerCommands(sessions, context.extensionUri),
    variables,
    showVariables(sessions, variables, context.extensionUri, log),
    language,
    assistInCells(language, log),
    new LiveTypes(sessions, language, variables, log),
  )
  language.start()
  return sessions
}
