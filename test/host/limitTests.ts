import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { callBrowser } from './browser.ts'
import {
  closeEditors,
  ERROR,
  openCells,
  outputText,
  runCell,
  STDOUT,
  startCells,
  textOf,
  untilEnded,
} from './notebooks.ts'
import type { HostTest } from './suite.ts'
import { until } from './suite.ts'

const STDERR = 'application/vnd.code.notebook.stderr'

/** Fills nine tenths of the heap, rests there for as long as a warning needs, and goes on to the end. */
const HOARDING = `import v8 from 'node:v8'
const hoard: number[][] = []
while (v8.getHeapStatistics().used_heap_size < 0.9 * 160 * 2 ** 20) hoard.push(new Array(1000).fill(hoard.length))
await new Promise(resolve => setTimeout(resolve, 4000))
for (;;) hoard.push(new Array(1000).fill(hoard.length))`

export const limitTests: readonly HostTest[] = [
  {
    name: 'at its memory limit the kernel ends with words; text and outputs stay, can be saved, and the next cell runs',
    timeoutMs: 90_000,
    async body() {
      const settings = vscode.workspace.getConfiguration('flinknb')
      await settings.update('memoryLimitMb', 160, vscode.ConfigurationTarget.Global)
      try {
        const notebook = await openCells('limit.flinknb', '"stays"', HOARDING, 'typeof hoard')
        await runCell(notebook, 0)
        const hoarding = notebook.cellAt(1)
        const ended = untilEnded(hoarding, 60_000)
        await startCells(notebook, 1)
        await ended
        assert.match(outputText(hoarding, STDERR), /\[memory: the kernel holds \d+ MB, \d+ % of what it may/)
        assert.match(outputText(hoarding, ERROR), /ran out of memory \(limit 160 MB\) while cell 2 was running/)
        assert.match(outputText(hoarding, ERROR), /Text and outputs of the notebook and checkpoints on disk are intact/)
        await callBrowser('screenshotTop', { file: 'memory-limit.png', height: 900 })
        assert.equal(outputText(notebook.cellAt(0), 'text/plain'), "'stays'")
        assert.ok(await notebook.save())
        const saved = JSON.parse(textOf(notebook.uri))
        assert.deepEqual(saved.cells[0].outputs[0].data['text/plain'], ["'stays'"])
        assert.equal(saved.cells[1].outputs.at(-1).output_type, 'error')
        assert.equal(outputText(await runCell(notebook, 2), 'text/plain'), "'undefined'")
      } finally {
        await settings.update('memoryLimitMb', undefined, vscode.ConfigurationTarget.Global)
      }
      await closeEditors()
    },
  },
  {
    name: 'ten megabytes of text are cut with words, and the window goes on',
    timeoutMs: 60_000,
    async body() {
      const notebook = await openCells(
        'flood.flinknb',
        'for (let i = 0; i < 100_000; i++) console.log("line " + i + " ".repeat(90))\n"z".repeat(1e7)',
        '1 + 1',
      )
      const cell = await runCell(notebook, 0, 40_000)
      assert.ok(outputText(cell, STDOUT).length < 1_200_000)
      assert.match(outputText(cell, STDERR), /characters left out/)
      assert.match(outputText(cell, 'text/plain'), /more characters/)
      await callBrowser('screenshotTop', { file: 'cut-output.png', height: 1200 })
      assert.equal(outputText(await runCell(notebook, 1), 'text/plain'), '2')
      await closeEditors()
    },
  },
  {
    name: 'a list that is added to makes stale what reads it',
    timeoutMs: 60_000,
    async body() {
      const notebook = await openCells(
        'changed.flinknb',
        'const list = [1]',
        'list.push(2)',
        'list.length',
        'list.map(x => x)',
      )
      for (let index = 0; index < 4; index++) await runCell(notebook, index)
      await runCell(notebook, 1)
      await until('two stale cells', async () => {
        const items = await callBrowser('cellStatus')
        return items.filter(item => item.includes('stale')).length === 2
      })
      await closeEditors()
    },
  },
]
