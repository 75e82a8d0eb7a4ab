import * as vscode from 'vscode'

/** Whether the workspace is trusted; where it is not, says what that keeps from happening and leads to where it is changed. */
export async function isTrusted(refusal: string): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true
  const manage = vscode.l10n.t('Manage Workspace Trust')
  const detail = vscode.l10n.t('Cells run programs on this machine. Viewing a notebook needs no trust.')
  const picked = await vscode.window.showErrorMessage(refusal, { modal: true, detail }, manage)
  if (picked === manage) await vscode.commands.executeCommand('workbench.trust.manage')
  return false
}
