import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { KernelProcess } from '../../src/host/kernelProcess.ts'
import type { CellError, CellId, ExecutionId, KernelMessage } from '../../src/protocol/messages.ts'

type Finished = Extract<KernelMessage, { type: 'executionFinished' }>

/** What came of one run of a cell. */
export interface CellRunResult {
  readonly status: Finished['status']
  readonly codeMs: number
  readonly stdout: string
  readonly stderr: string
  /** text/plain of the last expression. */
  readonly result: string | undefined
  readonly error: CellError | undefined
  readonly messages: readonly KernelMessage[]
}

export interface HarnessOptions {
  readonly memoryLimitMb?: number
  readonly params?: Readonly<Record<string, unknown>>
}

/** A real kernel process with an empty folder of its own. */
export class KernelHarness {
  readonly messages: KernelMessage[] = []

  private constructor(
    readonly kernel: KernelProcess,
    readonly directory: string,
  ) {
    kernel.onMessage(message => this.messages.push(message))
  }

  static async start(kernelPath: string, options: HarnessOptions = {}): Promise<KernelHarness> {
    const directory = mkdtempSync(path.join(tmpdir(), 'flinknb-notebook-'))
    const notebookPath = path.join(directory, 'test.flinknb')
    const kernel = await KernelProcess.start({ kernelPath, notebookPath, directory, displayIntervalMs: 50, ...options })
    return new KernelHarness(kernel, directory)
  }

  start(cellNumber: number, code: string): ExecutionId {
    return this.kernel.execute({ cellId: `cell-${cellNumber}` as CellId, cellNumber, code })
  }

  /** Runs a cell to its end, job included. */
  async run(cellNumber: number, code: string): Promise<CellRunResult> {
    return this.result(this.start(cellNumber, code))
  }

  stop(cellNumber: number): Promise<void> {
    return this.kernel.stopCell(`cell-${cellNumber}` as CellId)
  }

  async result(executionId: ExecutionId): Promise<CellRunResult> {
    const finished = (await this.until(
      m => m.type === 'executionFinished' && m.executionId === executionId,
    )) as Finished
    const messages = this.messages.filter(m => 'executionId' in m && m.executionId === executionId)
    const outputs = messages.flatMap(m => (m.type === 'output' ? [m.output] : []))
    const text = (name: string) => outputs.map(o => (o.kind === 'stream' && o.name === name ? o.text : '')).join('')
    const result = outputs.find(o => o.kind === 'result')
    const error = outputs.find(o => o.kind === 'error')
    return {
      status: finished.status,
      codeMs: finished.codeMs,
      stdout: text('stdout'),
      stderr: text('stderr'),
      result: result?.data['text/plain'] as string | undefined,
      error: error?.error,
      messages,
    }
  }

  /** Resolves when the job of a run is running and has no end. */
  async jobRunning(executionId: ExecutionId): Promise<void> {
    const message = await this.until(
      m =>
        'executionId' in m &&
        m.executionId === executionId &&
        (m.type === 'jobRunning' || m.type === 'executionFinished'),
    )
    if (message.type === 'jobRunning') return
    throw new Error(`the cell ended: ${JSON.stringify((await this.result(executionId)).error)}`)
  }

  /** The first message, also one that came already, for which this is true. */
  until(wanted: (message: KernelMessage) => boolean): Promise<KernelMessage> {
    const known = this.messages.find(wanted)
    if (known) return Promise.resolve(known)
    return new Promise(resolve => {
      const stop = this.kernel.onMessage(message => {
        if (!wanted(message)) return
        stop()
        resolve(message)
      })
    })
  }
}
