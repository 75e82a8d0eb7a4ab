import { toNotebookOutputs } from '../nbformat/cellOutputs.ts'
import type { NotebookCell } from '../nbformat/notebookDocument.ts'
import { LIVE_MIME, type LiveOutput } from '../protocol/live.ts'
import type { CellError, CellOutput, ExecutionId, JobProgress, MimeBundle } from '../protocol/messages.ts'

/** One code cell of the run and what has come of it. */
export class CellRun {
  executionId: ExecutionId | undefined
  executionCount: number | null = null
  progress: JobProgress | undefined
  state: 'waiting' | 'running' | 'ok' | 'error' | 'stopped' = 'waiting'
  private readonly outputs: CellOutput[] = []

  constructor(
    readonly cell: NotebookCell,
    /** 1-based among the code cells. */
    readonly cellNumber: number,
  ) {}

  get failed(): boolean {
    return this.state === 'error' || this.outputs.some(output => output.kind === 'error')
  }

  add(output: CellOutput): void {
    this.outputs.push(output)
  }

  fail(error: CellError): void {
    this.state = 'error'
    this.outputs.push({ kind: 'error', error })
  }

  update(displayId: string, data: MimeBundle): void {
    const index = this.outputs.findIndex(output => output.kind === 'display' && output.displayId === displayId)
    if (index >= 0) this.outputs[index] = { kind: 'display', data, displayId }
  }

  /** The last state of live outputs, as text. */
  liveTexts(): string[] {
    return this.outputs.flatMap(output =>
      output.kind === 'display' && isLive(output.data) ? [plainText(output.data)] : [],
    )
  }

  /** The cell with the outputs of this run; one that was not run has none. */
  executedCell(): NotebookCell {
    return {
      ...this.cell,
      executionCount: this.executionCount,
      outputs: toNotebookOutputs(this.outputs, this.executionCount),
    }
  }
}

/** Fed by a stream: printed once, as it is at the end. Other displays are printed when they come. */
export function isLive(data: MimeBundle): boolean {
  const live = data[LIVE_MIME] as Partial<LiveOutput> | undefined
  return live !== undefined && live.state?.kind !== 'value'
}

export function plainText(data: MimeBundle): string {
  const text = data['text/plain']
  return typeof text === 'string' ? text : ''
}
