import { readFileSync } from 'node:fs'
import * as vscode from 'vscode'
import { callBrowser } from './browser.ts'
import { closeEditors, open, put, workspaceFile } from './notebooks.ts'
import type { HostTest } from './suite.ts'
import { until } from './suite.ts'

/** What of an example is in its picture: the cells from `from` on, with the code of the cells folded. */
interface ExamplePicture {
  readonly name: string
  readonly from: number
  readonly height: number
  /** Outputs that have to be drawn before. */
  readonly plots: number
}

const PICTURES: readonly ExamplePicture[] = [
  { name: 'shop-drift', from: 4, height: 1250, plots: 1 },
  { name: 'loan-risk', from: 8, height: 1300, plots: 2 },
  { name: 'ticker-forecast', from: 2, height: 1300, plots: 2 },
  { name: 'arrival-times', from: 2, height: 1600, plots: 2 },
  { name: 'patient-vitals', from: 2, height: 1560, plots: 2 },
  { name: 'recommendations', from: 2, height: 1200, plots: 1 },
]

/** The examples as they are opened: what their files hold is drawn without a kernel. */
export const exampleTests: readonly HostTest[] = PICTURES.map(({ name, from, height, plots }) => ({
  name: `example ${name}.flinknb shows its kept outputs`,
  timeoutMs: 60_000,
  async body() {
    const notebook = await open(put(`${name}-shown.flinknb`, readFileSync(workspaceFile(`${name}.flinknb`), 'utf8')))
    await vscode.commands.executeCommand('workbench.action.closeSidebar')
    await vscode.commands.executeCommand('workbench.action.closePanel')
    const ranges = notebook
      .getCells()
      .filter(cell => cell.kind === vscode.NotebookCellKind.Code)
      .map(({ index }) => ({ start: index, end: index + 1 }))
    for (const range of ranges) {
      await vscode.commands.executeCommand('notebook.cell.collapseCellInput', {
        ranges: [range],
        document: notebook.uri,
      })
    }
    const reveal = () =>
      vscode.window.activeNotebookEditor?.revealRange(
        new vscode.NotebookRange(from, from + 1),
        vscode.NotebookEditorRevealType.AtTop,
      )
    reveal()
    await until(
      'drawn plots',
      async () =>
        (await callBrowser('outputs')).plots.filter(plot => plot.lines.length + plot.markers > 0).length >= plots,
      30_000,
    )
    // Outputs that are drawn move what stands below them.
    reveal()
    await new Promise(resolve => setTimeout(resolve, 1500))
    await callBrowser('screenshotTop', { file: `${name}.png`, height })
    await closeEditors()
  },
}))
