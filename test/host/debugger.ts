import * as vscode from 'vscode'
import { until } from './suite.ts'

export interface StackFrame {
  readonly id: number
  readonly name: string
  readonly line: number
  readonly column: number
  readonly source?: { readonly path?: string; readonly name?: string }
}

export interface Variable {
  readonly name: string
  readonly value: string
  readonly variablesReference: number
}

/** Where the debugger has stopped. */
export interface Stop {
  readonly session: vscode.DebugSession
  readonly threadId: number
  readonly frames: readonly StackFrame[]
}

/** Waits until the debugger has stopped, and says where. */
export async function stopped(): Promise<Stop> {
  return until(
    'the debugger to stop',
    async () => {
      const session = vscode.debug.activeDebugSession
      const item = vscode.debug.activeStackItem
      if (!session || !item || !('frameId' in item)) return undefined
      const answer = await session.customRequest('stackTrace', { threadId: item.threadId, levels: 20 })
      return { session, threadId: item.threadId, frames: answer.stackFrames as StackFrame[] }
    },
    40_000,
  )
}

/** The variables of a frame's innermost scopes, by name. */
export async function variablesOf(session: vscode.DebugSession, frame: StackFrame): Promise<Map<string, Variable>> {
  const { scopes } = await session.customRequest('scopes', { frameId: frame.id })
  const found = new Map<string, Variable>()
  for (const scope of scopes.filter((one: { expensive: boolean }) => !one.expensive)) {
    const { variables } = await session.customRequest('variables', { variablesReference: scope.variablesReference })
    for (const variable of variables as Variable[]) if (!found.has(variable.name)) found.set(variable.name, variable)
  }
  return found
}

/** Waits for the end of a cell's first run. VS Code keeps no times of a run in which the debugger has stopped. */
export async function untilSettled(cell: vscode.NotebookCell): Promise<void> {
  await until(`the end of cell ${cell.index}`, () => cell.executionSummary?.success !== undefined, 60_000)
}

/** A breakpoint at a line of a cell, counted from 1. */
export function breakAt(cell: vscode.NotebookCell, line: number): vscode.SourceBreakpoint {
  return new vscode.SourceBreakpoint(new vscode.Location(cell.document.uri, new vscode.Position(line - 1, 0)))
}
