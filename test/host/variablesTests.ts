import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { callBrowser } from './browser.ts'
import { closeEditors, openCells, runCell, startCells, untilEnded } from './notebooks.ts'
import { type HostTest, until } from './suite.ts'

const ROWS = '.pane:has(h3.title:has-text("Variables")) .monaco-list-row'

/** Lines of the view: name, type, size and value. */
async function lines(): Promise<readonly string[]> {
  return (await callBrowser('texts', ROWS)).map(text => text.replace(/\s+/g, ' ').trim())
}

function line(name: string, wanted: RegExp): Promise<string> {
  return until(
    `${name} with ${wanted}`,
    async () => (await lines()).find(one => one.startsWith(name) && wanted.test(one)),
    20_000,
  )
}

export const variablesTests: readonly HostTest[] = [
  {
    name: 'variables: values, a stream with its rate, a model with its metric, a DataFrame that opens as a table',
    timeoutMs: 120_000,
    async body() {
      const notebook = await openCells(
        'variables.flinknb',
        "import { env, dataGenSource, display, ml, dfd } from 'flinknb'\nconst limits = { low: 1, high: [10, 20] }\nlet note = 'a short text'\nconst frame = new dfd.DataFrame([{ city: 'Oslo', price: 12.5 }, { city: 'Rome', price: 9 }])\nconst readings = Array.from({ length: 5_000 }, (_, i) => ({ i, at: new Date(i * 60_000), value: Math.sin(i / 50) }))",
        "const ticks = env.fromSource(dataGenSource(i => ({ symbol: i % 2 ? 'AAA' : 'BBB', size: i % 9, price: 100 + (i % 9) * 2 + Math.sin(i) }), { rowsPerSecond: 200 }))\nconst model = new ml.LinearRegression()\nconst scored = ticks.process(ml.prequential(model, { features: ['size'], label: 'price' }))\ndisplay(ml.evaluation(scored, { metrics: [ml.MAE], window: 50 }))",
      )
      await vscode.commands.executeCommand('flinknb.variables.focus')
      await runCell(notebook, 0)
      await line('limits', /Object.*\{ low: 1, high: \[10, 20\] \}/)
      await line('note', /string.*"a short text"/)
      await line('frame', /DataFrame.*2 × 2.*city, price/)
      await line('readings', /Array.*5,000 items/)

      await startCells(notebook, 1)
      await line('ticks', /\d+ records\/s.*3 columns.*DataStream/)
      const before = await line('model', /version [\d,]+.*MAE.*1 feature.*LinearRegression/)
      await until('a newer version, without touching the view', async () => (await line('model', /version/)) !== before)

      // Children, on demand.
      for (const name of ['limits', 'ticks']) {
        await callBrowser('press', `${ROWS}:has-text("${name}") .monaco-tl-twistie`)
      }
      await line('high', /Array.*2 items.*\[10, 20\]/)
      await line('symbol', /'AAA' \| 'BBB'/)

      await vscode.commands.executeCommand('flinknb.openTable', {
        notebook,
        path: { name: 'readings', steps: [] },
      })
      const hasRows = async () => {
        const cells = await callBrowser('webviewTexts', '.flinknb-window td')
        return cells.length > 40 && cells.some(text => text.includes('1970-01-01 00:01'))
      }
      await until('rows of the table', hasRows, 40_000) // a window's first page of its own starts a service worker
      assert.deepEqual(await callBrowser('webviewTexts', '.flinknb-footer span'), ['5,000 rows × 3 columns'])
      await new Promise(resolve => setTimeout(resolve, 2_500))
      await callBrowser('screenshotTop', { file: 'variables.png', height: 900 })

      const ended = untilEnded(notebook.cellAt(1))
      await vscode.commands.executeCommand('flinknb.stopAll', { notebookUri: notebook.uri })
      await ended
      await line('ticks', /ticks[\d,]+ records +·/)
      await vscode.commands.executeCommand('flinknb.restartKernel', { notebookUri: notebook.uri, confirmed: true })
      await until('an empty view', async () => (await lines()).length === 0)
      await closeEditors()
    },
  },
]
