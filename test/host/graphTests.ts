import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { callBrowser } from './browser.ts'
import { closeEditors, openCells, runCell, startCells, untilEnded } from './notebooks.ts'
import type { HostTest } from './suite.ts'
import { until } from './suite.ts'

const STREAM = `import { env, dataGenSource } from 'flinknb'
const rows = env.fromSource(dataGenSource(i => ({ i, customer: 'c' + (i % 40) }), { rowsPerSecond: 500 }), undefined, 'orders')
rows.map(row => ({ ...row, twice: row.i * 2 }), 'double').sinkTo({
  kind: 'test',
  description: 'warehouse',
  open: async () => ({
    write: () => new Promise(resolve => setTimeout(resolve, 400)),
    prepareCommit: async () => undefined,
    commit: async () => {},
    abort: async () => {},
    close: async () => {},
  }),
}, 'warehouse')`

export const graphTests: readonly HostTest[] = [
  {
    name: 'display(env.graph()) draws what runs in other cells, and goes on when its own cell has ended',
    timeoutMs: 60_000,
    async body() {
      const notebook = await openCells('graph.flinknb', STREAM, 'env.graph()')
      await startCells(notebook, 0)
      await until('the running job', () => notebook.cellAt(0).executionSummary?.executionOrder !== undefined)
      const cell = await runCell(notebook, 1)
      assert.equal(cell.executionSummary?.success, true)
      const mimes = cell.outputs.flatMap(output => output.items.map(item => item.mime))
      for (const mime of ['application/vnd.flinknb.live+json', 'text/html', 'text/plain', 'image/svg+xml'])
        assert.ok(mimes.includes(mime), `${mime} of ${mimes}`)
      const operators = await until('operators with rates', async () => {
        const texts = await callBrowser('webviewTexts', '.flinknb-operator')
        return texts.length === 3 && texts.every(text => /[1-9]\d*\/s/.test(text)) ? texts : undefined
      })
      assert.match(operators.join('\n'), /orders[\s\S]*double[\s\S]*warehouse/)
      await callBrowser('webviewPress', '.flinknb-arrow >> nth=1')
      await until('records on the arrow', async () => {
        const cells = await callBrowser('webviewTexts', '.flinknb-records th')
        return cells.join() === 'i,customer,twice'
      })
      await callBrowser('webviewPress', '.flinknb-operator >> nth=1')
      await until('the course of an operator', async () => {
        const names = await callBrowser('webviewTexts', '.flinknb-graph-panel .flinknb-card-name')
        return names.includes('records in')
      })
      const ended = untilEnded(notebook.cellAt(0))
      await vscode.commands.executeCommand('flinknb.stopAll', { notebookUri: notebook.uri })
      await ended
      await until('the end, in words', async () => {
        const [title] = await callBrowser('webviewTexts', '.flinknb-job > .flinknb-title')
        return title?.endsWith('stopped')
      })
      await closeEditors()
    },
  },
]
