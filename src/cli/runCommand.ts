import path from 'node:path'
import { KernelProcess } from '../host/kernelProcess.ts'
import { typeScriptCells } from '../nbformat/cellLanguage.ts'
import type { NotebookDocument } from '../nbformat/notebookDocument.ts'
import { checkOutput, readNotebook, writeNotebook } from './notebookFile.ts'
import { NotebookRun } from './notebookRun.ts'
import type { RunOptions } from './parseArguments.ts'
import type { Terminal } from './terminal.ts'
import { TypeChecker } from './typeChecker.ts'

/** Cells that are stopped because time is up get this long to end. */
const STOP_GRACE_MS = 10_000

/**
 * `flinknb run`.
 *
 * @param dist absolute path of the built project
 * @returns the exit code: 0 when every cell succeeded
 * @throws FlinknbError when the notebook cannot be read, its result cannot be written, or the kernel does not start
 */
export async function runCommand(options: RunOptions, dist: string, terminal: Terminal): Promise<number> {
  const notebook = await readNotebook(path.resolve(options.notebook))
  if (options.output !== undefined) await checkOutput(options.output)
  const { succeeded, executed } = await executeNotebook(notebook, options, dist, terminal)
  if (options.output !== undefined) await writeNotebook(options.output, executed)
  return succeeded ? 0 : 1
}

/** What came of a run. */
export interface ExecutedNotebook {
  /** Every cell succeeded, in time. */
  readonly succeeded: boolean
  /** The notebook with the outputs of this run. */
  readonly executed: NotebookDocument
}

/** Runs a notebook in a kernel of its own. @throws FlinknbError when the kernel does not start */
export async function executeNotebook(
  notebook: NotebookDocument,
  options: Omit<RunOptions, 'output'>,
  dist: string,
  terminal: Terminal,
): Promise<ExecutedNotebook> {
  const notebookPath = path.resolve(options.notebook)
  const cells = typeScriptCells(notebook)
  const checker = options.check && cells.length > 0 ? new TypeChecker(dist, notebookPath, cells) : undefined
  const kernel = await KernelProcess.start({
    kernelPath: path.join(dist, 'kernel.mjs'),
    notebookPath,
    directory: path.dirname(notebookPath),
    params: { ...ownParams(notebook), ...options.params },
    memoryLimitMb: options.memoryLimitMb,
    displayIntervalMs: 250,
  })
  kernel.onText(text => terminal.print('stderr', text))
  const run = new NotebookRun(notebook, kernel, terminal, {
    stopAfterMs: options.stopAfterMs,
    check: checker && (({ cell, cellNumber }) => checker.check(cell, cellNumber)),
  })
  try {
    const code = await limited(run, kernel, options.timeoutMs, terminal)
    return { succeeded: code === 0, executed: run.executedNotebook() }
  } finally {
    await Promise.all([kernel.shutdown(), checker?.dispose()])
  }
}

/** Values that the notebook itself gives its parameters. */
function ownParams({ metadata }: NotebookDocument): Readonly<Record<string, unknown>> {
  const { params } = (metadata.flinknb ?? {}) as { params?: unknown }
  return typeof params === 'object' && params !== null && !Array.isArray(params)
    ? (params as Record<string, unknown>)
    : {}
}

/** Runs until the end, the time limit, or Ctrl-C: the first stops cleanly, the second ends everything. */
async function limited(
  run: NotebookRun,
  kernel: KernelProcess,
  timeoutMs: number | undefined,
  terminal: Terminal,
): Promise<number> {
  let timedOut = false
  let interrupts = 0
  const endAt = (graceMs: number) => setTimeout(() => void kernel.kill(), graceMs).unref()
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true
          const cells = run.running().map(cell => `cell ${cell.cellNumber}`)
          terminal.printBlock(
            'stderr',
            `TIMEOUT: stopped after ${timeoutMs / 1000} s while ${cells.join(', ') || 'no cell'} was running.`,
          )
          endAt(STOP_GRACE_MS)
          void run.stop()
        }, timeoutMs)
  const interrupt = () => {
    if (++interrupts > 1) void kernel.kill()
    else void run.stop()
  }
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
  try {
    const succeeded = await run.run()
    return succeeded && !timedOut ? 0 : 1
  } finally {
    clearTimeout(timer)
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}
