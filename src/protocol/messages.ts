/**
 * Host ↔ kernel. One channel, plain data (what structured clone carries), so that VS Code, the command line and tests
 * host the same kernel.
 */
import type { RendererMessage, RendererRequest } from './live.ts'
import type { DeclaredSourceType, LiveSourceType } from './liveTypes.ts'
import type { VariableRequest, VariableResponse } from './variables.ts'

export type CellId = string & { readonly __brand: 'CellId' }
export type ExecutionId = number & { readonly __brand: 'ExecutionId' }

/** First message to a kernel. */
export interface InitializeRequest {
  readonly type: 'initialize'
  /** Absolute path of the notebook file; names cells in stack traces. */
  readonly notebookPath: string
  /** The notebook's folder: where relative paths and imports start. */
  readonly directory: string
  /** What the person running the notebook set; text is converted to the type of the default. */
  readonly params: Readonly<Record<string, unknown>>
  /** Milliseconds between two patches of one live output. */
  readonly displayIntervalMs: number
}

export interface ExecuteRequest {
  readonly type: 'execute'
  readonly executionId: ExecutionId
  readonly cellId: CellId
  /** 1-based position among the notebook's code cells, as errors name it: `cell 3`. */
  readonly cellNumber: number
  readonly code: string
  /** The notebook's code cells from top to bottom, where the host knows them: what makes a cell stale goes by this order. */
  readonly cellOrder?: readonly CellId[] | undefined
}

export type HostMessage =
  | InitializeRequest
  | ExecuteRequest
  /** Stop the cell: cancel its job as Flink's stop does (commit what was written), or give up waiting for its code. */
  | { readonly type: 'stopCell'; readonly cellId: CellId }
  /** Stop every job cleanly. */
  | { readonly type: 'stopAll' }
  /** A message from a renderer, for whatever live output it names. */
  | { readonly type: 'renderer'; readonly request: RendererRequest }
  /** A question about variables; answered by `variables` with the same number. */
  | { readonly type: 'variables'; readonly request: VariableRequest }
  /** What cells declare of their sources, as they stand now: what is delivered is held against it. */
  | { readonly type: 'declareTypes'; readonly declared: readonly DeclaredSourceType[] }
  /** Let a debugger in; answered by `debuggerOpen`. */
  | { readonly type: 'openDebugger' }
  /** The debugger has gone. */
  | { readonly type: 'closeDebugger' }
  /** Finish: stop jobs, flush outputs, exit 0. */
  | { readonly type: 'shutdown' }

/** A value by MIME type, richest first; JSON types hold plain data, others text. */
export type MimeBundle = Readonly<Record<string, unknown>>

/** One cell output in nbformat's four kinds. */
export type CellOutput =
  | { readonly kind: 'stream'; readonly name: 'stdout' | 'stderr'; readonly text: string }
  | { readonly kind: 'display'; readonly data: MimeBundle; readonly displayId?: string }
  | { readonly kind: 'result'; readonly data: MimeBundle }
  | { readonly kind: 'error'; readonly error: CellError }

/** An error as a cell shows it. */
export interface CellError {
  readonly name: string
  readonly message: string
  /** Frames of the notebook in the cell's own lines, `at cell 3:12`; runtime frames are left out. */
  readonly stack: string
  /** Where in the notebook it happened, if in a cell: 1-based. */
  readonly cellNumber?: number
  readonly line?: number
  readonly column?: number
  readonly code?: string
}

export interface JobProgress {
  readonly state: 'starting' | 'running' | 'finished' | 'stopped' | 'failed'
  readonly boundedness: 'bounded' | 'unbounded'
  readonly recordsIn: number
  readonly recordsPerSecond: number
  /** Epoch milliseconds, null while there is none. */
  readonly watermark: number | null
}

/** A cell whose result is out of date: a cell above it that it depends on was run since. */
export interface StaleCell {
  readonly cellId: CellId
  /** The names by which it depends on what was run. */
  readonly names: readonly string[]
}

export type KernelMessage =
  /** The kernel listens; sent once after start. */
  | { readonly type: 'ready'; readonly pid: number }
  /**
   * The cell has kept the kernel from answering for so many milliseconds, and goes on; 0 when that is over. From the host's
   * end of the channel, for a kernel that is blocked sends nothing.
   */
  | { readonly type: 'blocked'; readonly executionId: ExecutionId; readonly cellId: CellId; readonly ms: number }
  /** All cells that are stale now; sent when that has changed. */
  | { readonly type: 'staleCells'; readonly cells: readonly StaleCell[] }
  | { readonly type: 'executionStarted'; readonly executionId: ExecutionId; readonly cellId: CellId }
  /** Appends an output to a cell, also after its execution has ended (a late `console.log`). */
  | { readonly type: 'output'; readonly cellId: CellId; readonly executionId: ExecutionId; readonly output: CellOutput }
  /** Replaces the data of the display with that id: a live output's newest state, for the file. */
  | {
      readonly type: 'updateDisplay'
      readonly cellId: CellId
      readonly executionId: ExecutionId
      readonly displayId: string
      readonly data: MimeBundle
    }
  /** The cell's job runs and is unbounded: the next cell of a Run All may start. */
  | { readonly type: 'jobRunning'; readonly cellId: CellId; readonly executionId: ExecutionId }
  | {
      readonly type: 'jobProgress'
      readonly cellId: CellId
      readonly executionId: ExecutionId
      readonly progress: JobProgress
    }
  /** Code and job of the cell have ended. */
  | {
      readonly type: 'executionFinished'
      readonly executionId: ExecutionId
      readonly cellId: CellId
      readonly status: 'ok' | 'error' | 'stopped'
      /** Milliseconds in the kernel from receipt to the end of the cell's code (without its job). */
      readonly codeMs: number
    }
  | { readonly type: 'renderer'; readonly message: RendererMessage }
  | { readonly type: 'variables'; readonly response: VariableResponse }
  /** What the sources of the notebook deliver: all that are known. */
  | { readonly type: 'liveTypes'; readonly sources: readonly LiveSourceType[] }
  /** `url`: the inspector's WebSocket address; `directory`: where cells lie as files, named by `debugFileName`. */
  | { readonly type: 'debuggerOpen'; readonly url: string; readonly directory: string }
