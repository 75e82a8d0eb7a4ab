import * as vscode from 'vscode'
import type { InlayHintsShown } from '../language/messages.ts'
import { SETTINGS } from './contributions.ts'

/** The settings as they are for a notebook. */
export interface NotebookSettings {
  readonly memoryLimitMb: number
  readonly displayIntervalMs: number
  readonly saveOutputs: boolean
  readonly inlayHints: InlayHintsShown | 'off'
  readonly parameters: Readonly<Record<string, unknown>>
  readonly autoRunDependants: boolean
}

/** @param scope the notebook; without one, the window */
export function readSettings(scope?: vscode.Uri): NotebookSettings {
  const configuration = vscode.workspace.getConfiguration(undefined, scope ?? null)
  return {
    memoryLimitMb: configuration.get(SETTINGS.memoryLimitMb, 4096),
    displayIntervalMs: configuration.get(SETTINGS.displayIntervalMs, 100),
    saveOutputs: configuration.get(SETTINGS.saveOutputs, true),
    inlayHints: configuration.get(SETTINGS.inlayHints, 'off'),
    parameters: configuration.get(SETTINGS.parameters, {}),
    autoRunDependants: configuration.get(SETTINGS.autoRunDependants, false),
  }
}
