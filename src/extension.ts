import type * as vscode from 'vscode'
import { activateNotebooks } from './notebook/activateNotebooks.ts'
import type { SessionRegistry } from './notebook/sessionRegistry.ts'

/** VS Code calls `deactivate` without arguments: the one thing that has to be kept between the two. */
let sessions: SessionRegistry | undefined

export function activate(context: vscode.ExtensionContext): void {
  sessions = activateNotebooks(context)
}

/** VS Code waits for this when the window closes: kernels end their jobs cleanly. */
export async function deactivate(): Promise<void> {
  await sessions?.shutdown()
}
