import * as vscode from 'vscode'
import { messageOf } from '../base/errors.ts'
import { NOTEBOOK_TYPE } from './contributions.ts'
import { runCli } from './exportCli.ts'

/**
 * Makes a notebook of a `.ipynb` or of a program with `// %%` cells, beside it, and opens it.
 *
 * @param file asked for when not given
 */
export async function importNotebook(file: vscode.Uri | undefined, dist: string): Promise<void> {
  const source = file ?? (await pickFile())
  if (!source) return
  const target = await freeName(source)
  try {
    await runCli(dist, ['import', source.fsPath, '--output', target.fsPath])
  } catch (error) {
    await vscode.window.showErrorMessage(vscode.l10n.t('The file was not imported: {0}', messageOf(error)))
    return
  }
  await vscode.commands.executeCommand('vscode.openWith', target, NOTEBOOK_TYPE)
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const [picked] = (await vscode.window.showOpenDialog({
    filters: { [vscode.l10n.t('Notebooks and programs')]: ['ipynb', 'ts'] },
  })) ?? [undefined]
  return picked
}

/** A name that nothing has yet: `a.flinknb`, `a-2.flinknb`, … */
async function freeName(source: vscode.Uri): Promise<vscode.Uri> {
  const stem = source.path.replace(/\.[^./]+$/, '')
  for (let n = 1; ; n++) {
    const candidate = source.with({ path: `${stem}${n === 1 ? '' : `-${n}`}.flinknb` })
    const taken = await vscode.workspace.fs.stat(candidate).then(
      () => true,
      () => false,
    )
    if (!taken) return candidate
  }
}
