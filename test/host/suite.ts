import * as vscode from 'vscode'
import { callBrowser } from './browser.ts'

/** A test that runs in VS Code's extension host. */
export interface HostTest {
  readonly name: string
  readonly body: () => Promise<void>
  /** 30 s when not given. */
  readonly timeoutMs?: number | undefined
}

/**
 * Runs tests one after another and reports each to the process outside. One that fails does not keep the next from
 * running.
 */
export async function runHostTests(tests: readonly HostTest[]): Promise<void> {
  for (const { name, body, timeoutMs = 30_000 } of tests) {
    await callBrowser('testStarted', name)
    const started = performance.now()
    let error: string | undefined
    let timer: NodeJS.Timeout | undefined
    try {
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`not done in ${timeoutMs} ms`)), timeoutMs)
      })
      await Promise.race([body(), late])
    } catch (thrown) {
      error = `${thrown instanceof Error ? (thrown.stack ?? thrown.message) : thrown}\n${describeNotebook()}`
    } finally {
      clearTimeout(timer)
    }
    await callBrowser('testEnded', { name, error, ms: Math.round(performance.now() - started) })
  }
}

/** Waits until `probe` gives something other than undefined or false. */
export async function until<T>(what: string, probe: () => T | Promise<T>, timeoutMs = 15_000): Promise<NonNullable<T>> {
  const end = Date.now() + timeoutMs
  for (;;) {
    const value = await probe()
    if (value !== undefined && value !== false && value !== null) return value
    if (Date.now() > end) throw new Error(`${what}: not within ${timeoutMs} ms`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** What the notebook in front shows, for the report of a failed test. */
function describeNotebook(): string {
  const cells = vscode.window.activeNotebookEditor?.notebook.getCells() ?? []
  return cells
    .filter(cell => cell.kind === vscode.NotebookCellKind.Code)
    .map(cell => {
      const items = cell.outputs.flatMap(output => output.items.slice(0, 1))
      const outputs = items.map(item => `${item.mime}: ${Buffer.from(item.data).toString().slice(0, 400)}`)
      return [`[${cell.index}] ${JSON.stringify(cell.executionSummary)}`, ...outputs].join('\n    ')
    })
    .join('\n')
}
