import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { callBrowser } from './browser.ts'
import { breakAt, type Stop, stopped, untilSettled, variablesOf } from './debugger.ts'
import { closeEditors, openCells, outputText, runCell } from './notebooks.ts'
import type { HostTest } from './suite.ts'
import { until } from './suite.ts'

/** Long enough for VS Code's debugger to know of a breakpoint that was set or taken away. */
const HEARD_MS = 1_500

function pointAt(cell: vscode.NotebookCell, line: number, condition?: string, log?: string): vscode.SourceBreakpoint {
  return new vscode.SourceBreakpoint(breakAt(cell, line).location, true, condition, undefined, log)
}

/** Lets the kernel run on, and waits until the debugger has noticed. */
async function resume({ session, threadId }: Stop, command: 'continue' | 'next' | 'stepIn' | 'stepOut' = 'continue') {
  await session.customRequest(command, { threadId })
}

/** Waits until the debugger has stopped in a line of a cell. */
async function stoppedAt(cell: vscode.NotebookCell, line: number): Promise<Stop> {
  return until(
    `the debugger at line ${line} of cell ${cell.index + 1}`,
    async () => {
      const stop = await stopped()
      const [top] = stop.frames
      return top?.line === line && top.source?.path === cell.document.uri.toString() ? stop : undefined
    },
    40_000,
  )
}

async function local(stop: Stop, name: string): Promise<string | undefined> {
  const [top] = stop.frames
  return top && (await variablesOf(stop.session, top)).get(name)?.value
}

async function debug(cell: vscode.NotebookCell, body: () => Promise<void>): Promise<void> {
  const debugging = vscode.commands.executeCommand('flinknb.debugCell', cell)
  try {
    await body()
    await debugging
  } finally {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints)
    await vscode.commands.executeCommand('workbench.action.closeSidebar')
    await closeEditors()
  }
}

export const debugPointTests: readonly HostTest[] = [
  {
    name: 'debugging: a condition, a message in a log, a step into a function of another cell and out again, a thrown error',
    timeoutMs: 120_000,
    async body() {
      const notebook = await openCells(
        'points.flinknb',
        'function twice(n: number): number {\n  const result = 2 * n\n  return result\n}',
        'let sum = 0\nfor (let i = 0; i < 10; i++) {\n  sum += i\n}\nsum = twice(sum)\ntry {\n  throw new RangeError("seen")\n} catch {}\nsum',
      )
      await runCell(notebook, 0)
      const [functions, cell] = [notebook.cellAt(0), notebook.cellAt(1)]
      const logged: string[] = []
      const tracker = vscode.debug.registerDebugAdapterTrackerFactory('*', {
        createDebugAdapterTracker: () => ({
          onDidSendMessage: message => {
            if (message.type === 'event' && message.event === 'output') logged.push(String(message.body.output))
          },
        }),
      })
      vscode.debug.addBreakpoints([
        pointAt(cell, 3, 'i === 7'),
        pointAt(cell, 5),
        pointAt(functions, 3, undefined, 'result is {result}'),
      ])
      const ended = untilSettled(cell)
      try {
        await debug(cell, async () => {
          const seventh = await stoppedAt(cell, 3)
          assert.equal(await local(seventh, 'i'), '7')
          await resume(seventh)
          const call = await stoppedAt(cell, 5)
          await call.session.customRequest('setExceptionBreakpoints', { filters: ['all'] })
          await resume(call, 'stepIn')
          const inside = await stoppedAt(functions, 2)
          assert.equal(await local(inside, 'n'), '45')
          await resume(inside, 'stepOut')
          // Back in the calling line, or at the next thing that it does.
          const out = await until('the calling cell', async () => {
            const stop = await stopped()
            return stop.frames[0]?.source?.path === cell.document.uri.toString() ? stop : undefined
          })
          await callBrowser('note', `out of the function at line ${out.frames[0]?.line}`)
          await resume(out)
          const error = await stoppedAt(cell, 7)
          await error.session.customRequest('setExceptionBreakpoints', { filters: [] })
          await resume(error)
          await ended
        })
        assert.ok(
          logged.some(text => text.includes('result is 90')),
          logged.join(),
        )
        assert.equal(outputText(cell, 'text/plain'), '90')
      } finally {
        tracker.dispose()
      }
    },
  },
  {
    name: 'debugging: a breakpoint that is set while a stream runs holds it in its callback; then it goes on, every record once',
    timeoutMs: 120_000,
    async body() {
      const notebook = await openCells(
        'held-stream.flinknb',
        "import { env, dataGenSource, display } from 'flinknb'\nlet seen = 0\nlet gaps = 0",
        'const rows = env.fromSource(dataGenSource(i => ({ i }), { rowsPerSecond: 50 }))\n  .map(row => {\n    if (row.i !== seen) gaps++\n    seen++\n    return row\n  })\n  .filter(row => row.i % 1000 === 0)\ndisplay(rows)',
        '[seen > 150, gaps]',
        'seen',
      )
      await runCell(notebook, 0)
      const cell = notebook.cellAt(1)
      await debug(cell, async () => {
        await until('a running stream', () => cell.executionSummary !== undefined && vscode.debug.activeDebugSession)
        await new Promise(resolve => setTimeout(resolve, 2_000))
        vscode.debug.addBreakpoints([pointAt(cell, 4)])
        const held = await stoppedAt(cell, 4)
        assert.match((await local(held, 'row')) ?? '', /i: \d+/)
        // Longer than anything in the kernel waits for: heartbeats, the watch on a blocked event loop, a stop.
        await new Promise(resolve => setTimeout(resolve, 12_000))
        await resume(held)
        const again = await stoppedAt(cell, 4)
        vscode.debug.removeBreakpoints(vscode.debug.breakpoints)
        await new Promise(resolve => setTimeout(resolve, HEARD_MS))
        await resume(again)
        const before = Number(outputText(await runCell(notebook, 3), 'text/plain'))
        await until(
          'more records',
          async () => Number(outputText(await runCell(notebook, 3), 'text/plain')) > before + 50,
        )
        const stream = untilSettled(cell)
        await vscode.commands.executeCommand('notebook.cell.cancelExecution', {
          ranges: [{ start: 1, end: 2 }],
          document: notebook.uri,
        })
        await stream
        assert.equal(outputText(await runCell(notebook, 2), 'text/plain'), '[ true, 0 ]')
        assert.equal(outputText(cell, 'application/vnd.code.notebook.error'), '')
      })
    },
  },
]
