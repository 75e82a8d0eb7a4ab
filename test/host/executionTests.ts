import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { callBrowser } from './browser.ts'
import { closeEditors, ERROR, openCells, outputText, runCell, STDOUT, startCells, untilEnded } from './notebooks.ts'
import type { HostTest } from './suite.ts'
import { until } from './suite.ts'

export const executionTests: readonly HostTest[] = [
  {
    name: 'a cell runs: its value, its prints, names for the next cell',
    async body() {
      const notebook = await openCells('run.flinknb', 'const a: number = 20\nconsole.log("hello")\na + 1', 'a * 2')
      const started = performance.now()
      const first = await runCell(notebook, 0)
      await callBrowser('note', `first value after a kernel start: ${(performance.now() - started).toFixed(0)} ms`)
      assert.equal(outputText(first, STDOUT), 'hello\n')
      assert.equal(outputText(first, 'text/plain'), '21')
      assert.equal(first.executionSummary?.success, true)
      assert.equal(first.executionSummary?.executionOrder, 1)
      const second = await runCell(notebook, 1)
      assert.equal(outputText(second, 'text/plain'), '40')
      await notebook.save()
      await closeEditors()
    },
  },
  {
    name: 'an error names the cell and its own line, and Run All ends there',
    async body() {
      const notebook = await openCells(
        'error.flinknb',
        '1',
        'const x = 1\nthrow new Error("no such price")',
        '"not reached"',
      )
      const ended = untilEnded(notebook.cellAt(1))
      await vscode.commands.executeCommand('notebook.execute', notebook.uri)
      await ended
      const failed = notebook.cellAt(1)
      assert.equal(failed.executionSummary?.success, false)
      assert.match(outputText(failed, ERROR), /no such price/)
      assert.match(outputText(failed, ERROR), /cell 2:2/)
      assert.equal(notebook.cellAt(2).outputs.length, 0)
      await closeEditors()
    },
  },
  {
    name: 'an endless loop is stopped, and variables stay',
    timeoutMs: 40_000,
    async body() {
      const notebook = await openCells('loop.flinknb', 'let kept = 42', 'for (;;) kept = kept', 'kept')
      await runCell(notebook, 0)
      const loop = notebook.cellAt(1)
      const ended = untilEnded(loop)
      await startCells(notebook, 1)
      await new Promise(resolve => setTimeout(resolve, 700))
      await vscode.commands.executeCommand('notebook.cell.cancelExecution', {
        ranges: [{ start: 1, end: 2 }],
        document: notebook.uri,
      })
      await ended
      const after = await runCell(notebook, 2)
      assert.equal(outputText(after, 'text/plain'), '42')
      await closeEditors()
    },
  },
  {
    name: 'a loop that only allocates is stopped too',
    timeoutMs: 40_000,
    async body() {
      const notebook = await openCells('allocate.flinknb', 'let x\nfor (;;) x = new Array(100)', '40 + 2')
      const ended = untilEnded(notebook.cellAt(0))
      await startCells(notebook, 0)
      await new Promise(resolve => setTimeout(resolve, 700))
      await vscode.commands.executeCommand('notebook.cancelExecution', notebook.uri)
      await ended
      assert.equal(outputText(await runCell(notebook, 1), 'text/plain'), '42')
      await closeEditors()
    },
  },
  {
    name: 'a cell that waits for ever does not keep another from running',
    async body() {
      const notebook = await openCells('wait.flinknb', 'await new Promise(() => {})', '1 + 1')
      const waiting = notebook.cellAt(0)
      const ended = untilEnded(waiting)
      await startCells(notebook, 0)
      await new Promise(resolve => setTimeout(resolve, 500))
      await vscode.commands.executeCommand('notebook.cancelExecution', notebook.uri)
      await ended
      assert.equal(outputText(await runCell(notebook, 1), 'text/plain'), '2')
      await closeEditors()
    },
  },
  {
    name: 'Restart Kernel forgets names and keeps outputs',
    async body() {
      const notebook = await openCells('restart.flinknb', 'const once = 7\nonce', 'typeof once')
      await runCell(notebook, 0)
      await vscode.commands.executeCommand('flinknb.restartKernel', { notebookUri: notebook.uri })
      assert.equal(outputText(notebook.cellAt(0), 'text/plain'), '7')
      assert.equal(outputText(await runCell(notebook, 1), 'text/plain'), "'undefined'")
      assert.equal(notebook.cellAt(1).executionSummary?.executionOrder, 1)
      await closeEditors()
    },
  },
  {
    name: 'what a cell prints after its end still appears in it',
    async body() {
      const notebook = await openCells('late.flinknb', 'setTimeout(() => console.log("later"), 1000)\nundefined')
      const cell = await runCell(notebook, 0)
      assert.equal(outputText(cell, STDOUT), '')
      await until('the late output', () => outputText(cell, STDOUT) === 'later\n')
      await until('the check mark', () => cell.executionSummary?.success)
      await closeEditors()
    },
  },
  {
    name: 'a flood of prints is bounded, in order, and the editor lives',
    timeoutMs: 60_000,
    async body() {
      const notebook = await openCells(
        'flood.flinknb',
        'for (let i = 0; i < 20_000; i++) console.log("line " + i)\n40 + 2',
      )
      const cell = await runCell(notebook, 0, 50_000)
      assert.equal(outputText(cell, 'text/plain'), '42')
      assert.ok(outputText(cell, STDOUT).startsWith('line 0\nline 1\n'))
      await closeEditors()
    },
  },
  {
    name: 'a misspelt name is underlined where it stands',
    timeoutMs: 40_000,
    async body() {
      const notebook = await openCells('types.flinknb', 'const row = { price: 1 }', 'const y = 1\nrow.prise')
      const { uri } = notebook.cellAt(1).document
      const [found] = await until(
        'a finding',
        () => {
          const all = vscode.languages.getDiagnostics(uri)
          return all.length > 0 ? all : undefined
        },
        30_000,
      )
      assert.match(String(found?.message), /prise.*price/)
      assert.equal(found?.range.start.line, 1)
      assert.equal(found?.range.start.character, 4)
      assert.equal(vscode.languages.getDiagnostics(notebook.cellAt(0).document.uri).length, 0)
      await closeEditors()
      await until('no finding of a closed notebook', () => vscode.languages.getDiagnostics(uri).length === 0)
    },
  },
]
