import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { callBrowser } from './browser.ts'
import { breakAt, type StackFrame, stopped, untilSettled, variablesOf } from './debugger.ts'
import { closeEditors, openCells, outputText, runCell, STDOUT } from './notebooks.ts'
import type { HostTest } from './suite.ts'
import { until } from './suite.ts'

export const debugTests: readonly HostTest[] = [
  {
    name: 'Debug Cell stops at a breakpoint: the line, the call stack, variables; stepping; continue finishes the cell',
    timeoutMs: 120_000,
    async body() {
      const notebook = await openCells(
        'debug.flinknb',
        'interface Row { price: number; qty: number }\n\nfunction total(row: Row): number {\n  const before = row.price * row.qty\n  const tax: number = before * 0.25\n  return before + tax\n}',
        'const rows: Row[] = [{ price: 10, qty: 2 }, { price: 5, qty: 4 }]\nlet sum = 0\nfor (const row of rows) {\n  const share = total(row)\n  sum += share\n}\nconsole.log("sum", sum)\nsum',
      )
      await runCell(notebook, 0)
      let sessionsEnded = 0
      const listening = vscode.debug.onDidTerminateDebugSession(session => {
        if (!session.parentSession) sessionsEnded++
      })
      const cell = notebook.cellAt(1)
      const breakpoint = breakAt(cell, 5)
      vscode.debug.addBreakpoints([breakpoint])
      const ended = untilSettled(cell)
      const debugging = vscode.commands.executeCommand('flinknb.debugCell', cell)
      try {
        const first = await stopped()
        const [top] = first.frames
        assert.equal(top?.line, 5)
        assert.equal(top?.source?.path, cell.document.uri.toString())
        assert.equal(top?.source?.name, 'Cell 2')
        const variables = await variablesOf(first.session, top as StackFrame)
        assert.equal(variables.get('share')?.value, '25')
        assert.ok(![...variables.keys()].some(name => name.startsWith('$')), [...variables.keys()].join())
        const evaluated = await first.session.customRequest('evaluate', {
          expression: 'sum + rows.length',
          frameId: top?.id,
          context: 'watch',
        })
        assert.equal(evaluated.result, '2')

        // A step goes to the next line of the cell; a second one into the other cell's function.
        const functionBreakpoint = breakAt(notebook.cellAt(0), 5)
        vscode.debug.addBreakpoints([functionBreakpoint])
        await vscode.commands.executeCommand('workbench.action.closeSidebar')
        await new Promise(resolve => setTimeout(resolve, 500))
        await first.session.customRequest('continue', { threadId: first.threadId })
        const second = await until(
          'the breakpoint of the other cell',
          async () => {
            const now = await stopped()
            return now.frames[0]?.name.includes('total') ? now : undefined
          },
          20_000,
        )
        assert.equal(second.frames[0]?.line, 5)
        assert.equal(second.frames[0]?.source?.path, notebook.cellAt(0).document.uri.toString())
        assert.equal((await variablesOf(second.session, second.frames[0] as StackFrame)).get('before')?.value, '20')
        const caller = second.frames.find(frame => frame.source?.path === cell.document.uri.toString())
        assert.equal(caller?.line, 4)
        await second.session.customRequest('next', { threadId: second.threadId })
        await until('the next line', async () => (await stopped()).frames[0]?.line === 6)
        await vscode.commands.executeCommand('workbench.view.debug')
        await new Promise(resolve => setTimeout(resolve, 1500))
        await callBrowser('screenshot', 'debug.png')
        vscode.debug.removeBreakpoints([breakpoint, functionBreakpoint])
        await new Promise(resolve => setTimeout(resolve, 1500)) // until the debugger knows
        await second.session.customRequest('continue', { threadId: second.threadId })
        await ended
        assert.equal(outputText(cell, STDOUT), 'sum 50\n')
        assert.equal(outputText(cell, 'text/plain'), '50')
        assert.equal(cell.executionSummary?.success, true)
        await debugging
        await until('the end of the debug session', () => sessionsEnded > 0)
        await runCell(notebook, 1)
        assert.equal(outputText(cell, 'text/plain'), '50', 'the kernel goes on without a debugger')
      } finally {
        listening.dispose()
        vscode.debug.removeBreakpoints(vscode.debug.breakpoints)
        await vscode.commands.executeCommand('workbench.action.closeSidebar')
        await closeEditors()
      }
    },
  },
  {
    name: 'a cell that a breakpoint holds is stopped as any other, and the kernel keeps its variables',
    timeoutMs: 90_000,
    async body() {
      const notebook = await openCells('held.flinknb', 'let kept = 41', 'for (;;) {\n  kept = kept + 0\n}', 'kept + 1')
      await runCell(notebook, 0)
      const cell = notebook.cellAt(1)
      vscode.debug.addBreakpoints([breakAt(cell, 2)])
      try {
        const ended = untilSettled(cell)
        const debugging = vscode.commands.executeCommand('flinknb.debugCell', cell)
        await stopped()
        await vscode.commands.executeCommand('notebook.cell.cancelExecution', {
          ranges: [{ start: 1, end: 2 }],
          document: notebook.uri,
        })
        await ended
        await debugging
        assert.equal(outputText(await runCell(notebook, 2), 'text/plain'), '42')
      } finally {
        vscode.debug.removeBreakpoints(vscode.debug.breakpoints)
        await closeEditors()
      }
    },
  },
]
