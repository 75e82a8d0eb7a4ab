import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { callBrowser } from './browser.ts'
import { closeEditors, openCells, outputText, runCell, startCells, untilEnded } from './notebooks.ts'
import type { HostTest } from './suite.ts'
import { until } from './suite.ts'

// biome-ignore lint/suspicious/noTemplateCurlyInString: code of a cell
const CELLS = ['let price = 2', 'const total = price * 10\ntotal', '`total: ${total}`', '"depends on nothing"'] as const

async function edit(cell: vscode.NotebookCell, text: string): Promise<void> {
  const change = new vscode.WorkspaceEdit()
  change.replace(cell.document.uri, new vscode.Range(0, 0, cell.document.lineCount, 0), text)
  await vscode.workspace.applyEdit(change)
}

/** Waits until this many cells show a status that holds the text. */
async function shown(text: string, count: number): Promise<void> {
  await until(`"${text}" under ${count} cells`, async () => {
    const items = await callBrowser('cellStatus')
    return items.filter(item => item.includes(text)).length === count
  })
}

export const staleTests: readonly HostTest[] = [
  {
    name: 'cells below one that was run again are stale; Run Stale Cells runs them and no others',
    timeoutMs: 60_000,
    async body() {
      const notebook = await openCells('stale.flinknb', ...CELLS)
      for (const index of CELLS.keys()) await runCell(notebook, index)
      assert.deepEqual(
        (await callBrowser('cellStatus')).filter(item => item.includes('stale')),
        [],
      )
      await edit(notebook.cellAt(0), 'let price = 7')
      await runCell(notebook, 0)
      await shown('stale', 2)
      await callBrowser('screenshotTop', { file: 'stale-cells.png', height: 600 })
      assert.equal(outputText(notebook.cellAt(1), 'text/plain'), '20')
      const last = untilEnded(notebook.cellAt(2))
      const untouched = notebook.cellAt(3).executionSummary?.executionOrder
      await vscode.commands.executeCommand('flinknb.runStaleCells', { notebookUri: notebook.uri })
      await last
      assert.equal(outputText(notebook.cellAt(1), 'text/plain'), '70')
      assert.equal(outputText(notebook.cellAt(2), 'text/plain'), "'total: 70'")
      assert.equal(notebook.cellAt(3).executionSummary?.executionOrder, untouched)
      await shown('stale', 0)
      await runCell(notebook, 0)
      await shown('stale', 2)
      await vscode.commands.executeCommand('flinknb.restartKernel', { notebookUri: notebook.uri, confirmed: true })
      await shown('stale', 0)
      await closeEditors()
    },
  },
  {
    name: 'flinknb.autoRunDependants runs them by itself, and starts their jobs anew',
    timeoutMs: 60_000,
    async body() {
      const settings = vscode.workspace.getConfiguration('flinknb')
      await settings.update('autoRunDependants', true, vscode.ConfigurationTarget.Global)
      try {
        const job =
          "import { env, dataGenSource } from 'flinknb'\nenv.fromSource(dataGenSource(i => ({ i }), { rowsPerSecond: 20 })).map(row => ({ total, ...row }))"
        const notebook = await openCells('dependants.flinknb', CELLS[0], CELLS[1], job)
        await runCell(notebook, 0)
        await runCell(notebook, 1)
        await startCells(notebook, 2)
        await shown('running', 1)
        const second = untilEnded(notebook.cellAt(1))
        const order = notebook.cellAt(2).executionSummary?.executionOrder ?? 0
        await edit(notebook.cellAt(0), 'let price = 9')
        await runCell(notebook, 0)
        await second
        assert.equal(outputText(notebook.cellAt(1), 'text/plain'), '90')
        await until('the job anew', () => (notebook.cellAt(2).executionSummary?.executionOrder ?? 0) > order)
        await shown('running', 1)
        await shown('stale', 0)
        await vscode.commands.executeCommand('flinknb.stopAll', { notebookUri: notebook.uri })
      } finally {
        await settings.update('autoRunDependants', undefined, vscode.ConfigurationTarget.Global)
      }
      await closeEditors()
    },
  },
  {
    name: 'Restart Kernel and Run All runs every cell in a fresh kernel',
    timeoutMs: 60_000,
    async body() {
      const count = '(globalThis as any).runs = ((globalThis as any).runs ?? 0) + 1'
      const notebook = await openCells('again.flinknb', count, '(globalThis as any).runs * 10')
      await runCell(notebook, 0)
      await runCell(notebook, 0)
      await runCell(notebook, 1)
      assert.equal(outputText(notebook.cellAt(1), 'text/plain'), '20')
      const last = untilEnded(notebook.cellAt(1))
      await vscode.commands.executeCommand('flinknb.restartAndRunAll', { notebookUri: notebook.uri })
      await last
      assert.equal(outputText(notebook.cellAt(1), 'text/plain'), '10')
      assert.equal(notebook.cellAt(1).executionSummary?.executionOrder, 2)
      await closeEditors()
    },
  },
  {
    name: 'a cell that blocks the kernel says so while it does',
    timeoutMs: 60_000,
    async body() {
      const notebook = await openCells(
        'blocked.flinknb',
        'for (const end = Date.now() + 6000; Date.now() < end; );\n"over"',
      )
      const ended = untilEnded(notebook.cellAt(0))
      await startCells(notebook, 0)
      await shown('blocks the kernel for', 1)
      await ended
      assert.equal(outputText(notebook.cellAt(0), 'text/plain'), "'over'")
      await shown('blocks the kernel for', 0)
      await closeEditors()
    },
  },
]
