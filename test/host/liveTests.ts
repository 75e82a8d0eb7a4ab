import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import * as vscode from 'vscode'
import { callBrowser } from './browser.ts'
import { closeEditors, open, openCells, put, startCells, untilEnded, workspaceFile } from './notebooks.ts'
import type { HostTest } from './suite.ts'
import { until } from './suite.ts'

/** Purchases an event-time second apart are replayed this many times as fast: slow enough to watch, over in half a minute. */
const SPEED = 4_000

export const liveTests: readonly HostTest[] = [
  {
    name: 'a stream without end lets the next cell start, and is stopped cleanly',
    timeoutMs: 60_000,
    async body() {
      const notebook = await openCells(
        'endless.flinknb',
        "import { env, dataGenSource, display } from 'flinknb'\nconst s = env.fromSource(dataGenSource(i => ({ i }), { rowsPerSecond: 200 }))\ndisplay(s)",
        '40 + 2',
      )
      const second = untilEnded(notebook.cellAt(1))
      await vscode.commands.executeCommand('notebook.execute', notebook.uri)
      await second
      const job = notebook.cellAt(0)
      assert.equal(job.executionSummary?.timing?.endTime, undefined, 'the job still runs')
      const before = await until('rows', async () => {
        const [table] = (await callBrowser('outputs')).tables
        return table && table.rows > 5 ? table.text : undefined
      })
      await until('new rows', async () => (await callBrowser('outputs')).tables[0]?.text !== before)
      const ended = untilEnded(job)
      await vscode.commands.executeCommand('flinknb.stopAll', { notebookUri: notebook.uri })
      await ended
      assert.equal(job.executionSummary?.success, true)
      await closeEditors()
    },
  },
  {
    name: 'price-prediction.flinknb: a moving plot, metrics and a table, then the same in the saved file',
    timeoutMs: 180_000,
    async body() {
      const text = readFileSync(workspaceFile('price-prediction.flinknb'), 'utf8')
      const withSpeed = text.replace(
        /"metadata": \{\n {2}"kernelspec"/,
        `"metadata": {\n  "flinknb": { "params": { "speed": ${SPEED} } },\n  "kernelspec"`,
      )
      assert.notEqual(withSpeed, text)
      const notebook = await open(put('live.flinknb', withSpeed))
      rmSync(workspaceFile('predictions.csv'), { force: true })
      const last = notebook.cellAt(notebook.cellCount - 1)
      const ended = untilEnded(last, 170_000)
      await vscode.commands.executeCommand('workbench.action.closeSidebar')
      const editor = vscode.window.activeNotebookEditor
      editor?.revealRange(new vscode.NotebookRange(3, 4), vscode.NotebookEditorRevealType.AtTop)
      await vscode.commands.executeCommand('notebook.execute', notebook.uri)

      // Cell by cell each output is alive while its job runs.
      const table = await until(
        'a table with rows',
        async () => {
          const [first] = (await callBrowser('outputs')).tables
          return first && first.rows > 10 ? first : undefined
        },
        30_000,
      )
      for (const column of ['age', 'price', 'incomeK'])
        assert.ok(
          table.columns.some(name => name.includes(column)),
          `column ${column} of ${table.columns}`,
        )
      const scored = await until(
        'the plot of predictions',
        async () => {
          const { plots, metrics } = await callBrowser('outputs')
          const plot = plots.at(-1)
          return plots.length >= 2 &&
            metrics.length > 0 &&
            plot &&
            plot.lines.length >= 2 &&
            plot.lines.every(line => line.length > 500)
            ? plot
            : undefined
        },
        90_000,
      )
      await until('a plot that moves', async () => {
        const now = (await callBrowser('outputs')).plots.at(-1)
        return now && now.lines.length >= 2 && now.lines[0] !== scored.lines[0] && now.lines[1] !== scored.lines[1]
      })
      const { metrics } = await callBrowser('outputs')
      for (const name of ['MAE', 'RMSE', 'R'])
        assert.ok(metrics.join('\n').includes(name), `metric ${name} in ${metrics}`)
      const found = vscode.languages.getDiagnostics().flatMap(([, all]) => all)
      assert.deepEqual(
        found.map(one => one.message),
        [],
        'no type errors in the example',
      )
      await new Promise(resolve => setTimeout(resolve, 1500))
      await callBrowser('screenshot', 'price-prediction.png')

      await ended
      for (const cell of notebook.getCells()) {
        if (cell.kind === vscode.NotebookCellKind.Code)
          assert.equal(cell.executionSummary?.success, true, `cell ${cell.index}`)
      }
      assert.ok(existsSync(workspaceFile('predictions.csv')))
      await notebook.save()
      const saved = JSON.parse(readFileSync(notebook.uri.fsPath, 'utf8'))
      const mimes = saved.cells.map((cell: { outputs?: { data?: object }[] }) =>
        (cell.outputs ?? []).flatMap(output => Object.keys(output.data ?? {})),
      )
      assert.ok(mimes.flat().includes('application/vnd.plotly.v1+json'))
      assert.ok(mimes.flat().includes('text/html'))
      await closeEditors()
    },
  },
  {
    name: 'a saved notebook shows its last outputs without a kernel',
    timeoutMs: 60_000,
    async body() {
      await open(vscode.Uri.file(workspaceFile('live.flinknb')))
      vscode.window.activeNotebookEditor?.revealRange(
        new vscode.NotebookRange(3, 4),
        vscode.NotebookEditorRevealType.AtTop,
      )
      await until('drawn outputs', async () => {
        const { plots, tables, metrics } = await callBrowser('outputs')
        return tables.length > 0 && metrics.length > 0 && plots.some(plot => plot.lines.length > 0)
      })
      const workbench = vscode.workspace.getConfiguration('workbench')
      await workbench.update('colorTheme', 'Default Dark Modern', vscode.ConfigurationTarget.Global)
      await new Promise(resolve => setTimeout(resolve, 1500))
      await callBrowser('screenshot', 'price-prediction-dark.png')
      await workbench.update('colorTheme', undefined, vscode.ConfigurationTarget.Global)
      await closeEditors()
    },
  },
  {
    name: 'two cells run at a time',
    timeoutMs: 60_000,
    async body() {
      const source = (n: number) =>
        `display(env.fromSource(dataGenSource(i => ({ n: ${n}, i }), { rowsPerSecond: 50 })))`
      const notebook = await openCells(
        'two.flinknb',
        "import { env, dataGenSource, display } from 'flinknb'",
        source(1),
        source(2),
      )
      await startCells(notebook, 0)
      await startCells(notebook, 1)
      await startCells(notebook, 2)
      await until(
        'two live tables',
        async () => (await callBrowser('outputs')).tables.filter(table => table.rows > 5).length === 2,
      )
      const one = untilEnded(notebook.cellAt(1))
      await vscode.commands.executeCommand('notebook.cell.cancelExecution', {
        ranges: [{ start: 1, end: 2 }],
        document: notebook.uri,
      })
      await one
      assert.equal(notebook.cellAt(2).executionSummary?.timing?.endTime, undefined, 'the other one still runs')
      const other = untilEnded(notebook.cellAt(2))
      await vscode.commands.executeCommand('notebook.cancelExecution', notebook.uri)
      await other
      await closeEditors()
    },
  },
]
