import { isDeepStrictEqual } from 'node:util'
import { Worker } from 'node:worker_threads'
import { FlinknbError } from '../base/errors.ts'
import { CancelFlags } from './cancelFlags.ts'
import type {
  LanguageCall,
  LanguageCalls,
  LanguageCell,
  LanguageFiles,
  LanguageRequest,
  LanguageResponse,
  LanguageWorkerData,
} from './messages.ts'

export interface LanguageClientOptions {
  /** Absolute path of the built worker (`dist/languageWorker.mjs`). */
  readonly workerFile: string
  /** What the build put beside it: `languageFiles(dist)`. */
  readonly files: LanguageFiles
  /**
   * Heap of the worker in MiB; beyond it the worker ends and is started anew with twice as much. 240 when not given, which
   * is twice what a long notebook takes: the more a heap may grow, the more it does before it is swept.
   */
  readonly heapMb?: number | undefined
}

/** More than this no notebook gets. */
const MAX_HEAP_MB = 960

interface Pending {
  readonly request: LanguageRequest
  readonly resolve: (answer: never) => void
  readonly reject: (error: FlinknbError) => void
  /** Nobody needs to be told any more that the answer is not needed. */
  readonly settled: () => void
  /** It was under way when a worker died once already. */
  retried: boolean
}

/**
 * Talks to the language worker, which starts with the first notebook. When the worker dies (out of memory, a crash of
 * TypeScript) a new one takes over: notebooks are opened again and calls under way repeated, each of them once.
 */
export class LanguageClient {
  private worker: Worker | undefined
  private disposed = false
  private nextId = 1
  private heapMb: number
  private readonly flags = new CancelFlags()
  private readonly notebooks = new Map<string, readonly LanguageCell[]>()
  private readonly unsaved = new Map<string, string>()
  private readonly pending = new Map<number, Pending>()

  constructor(private readonly options: LanguageClientOptions) {
    this.heapMb = options.heapMb ?? 240
  }

  /** Opens a notebook or takes its cells as they stand now: TypeScript cells only, in order. */
  setCells(notebook: string, cells: readonly LanguageCell[]): void {
    const known = this.notebooks.get(notebook)
    if (known && this.worker && isDeepStrictEqual(known, cells)) return
    const type = known ? 'update' : 'open'
    this.notebooks.set(notebook, [...cells]) // the caller's list may change
    if (!this.worker) this.start()
    else this.worker.postMessage({ type, notebook, cells } satisfies LanguageRequest)
  }

  closeNotebook(notebook: string): void {
    if (this.notebooks.delete(notebook)) this.worker?.postMessage({ type: 'close', notebook } satisfies LanguageRequest)
  }

  /**
   * Tells of a file that an editor holds otherwise than the disk, so that cells are checked against what one sees.
   *
   * @param file absolute path
   * @param text null when the file is on disk as the editor shows it
   */
  setFile(file: string, text: string | null): void {
    if ((this.unsaved.get(file) ?? null) === text) return
    if (text === null) this.unsaved.delete(file)
    else this.unsaved.set(file, text)
    this.worker?.postMessage({ type: 'file', file, text } satisfies LanguageRequest)
  }

  /**
   * Asks about an open notebook.
   *
   * @param signal says that the answer is not needed any more: a call that waits is left out, one under way breaks off
   * @throws FlinknbError `INVALID_STATE` when the notebook is not open, the client disposed or the call refused
   *   (renaming what is declared elsewhere), `INTERRUPTED` when the signal came, `OUT_OF_MEMORY` or `KERNEL_DIED` when the
   *   worker died twice over the call
   * @example const [cell] = await client.call('check', '/home/me/a.flinknb', { cellId: '45d9816d' })
   */
  call<C extends LanguageCall>(
    call: C,
    notebook: string,
    ask: LanguageCalls[C]['ask'],
    signal?: AbortSignal | undefined,
  ): Promise<LanguageCalls[C]['answer']> {
    if (signal?.aborted) return Promise.reject(interrupted(call))
    if (this.disposed || !this.notebooks.has(notebook)) {
      const state = this.disposed ? 'The language service was closed' : `The notebook ${notebook} is not open`
      return Promise.reject(new FlinknbError('INVALID_STATE', `${state}: ${call} cannot be answered.`))
    }
    const requestId = this.nextId++
    const request = { type: 'call', call, requestId, notebook, ask } as LanguageRequest
    return new Promise((resolve, reject) => {
      const cancel = () => {
        this.flags.cancel(requestId)
        this.pending.delete(requestId)
        reject(interrupted(call))
      }
      signal?.addEventListener('abort', cancel, { once: true })
      const settled = () => signal?.removeEventListener('abort', cancel)
      this.pending.set(requestId, { request, resolve, reject, settled, retried: false })
      if (!this.worker) this.start()
      else this.worker.postMessage(request)
    })
  }

  /** Ends the worker; calls under way are rejected. */
  async dispose(): Promise<void> {
    this.disposed = true
    this.rejectAll(new FlinknbError('INVALID_STATE', 'The language service was closed.'))
    const worker = this.worker
    this.worker = undefined
    await worker?.terminate()
  }

  private start(): void {
    const { workerFile, files } = this.options
    const worker = new Worker(workerFile, {
      workerData: { files, cancelled: this.flags.memory } satisfies LanguageWorkerData,
      name: 'flinknb language',
      // Left to itself, the young generation grows with TypeScript's short-lived objects by a hundred megabytes.
      resourceLimits: { maxOldGenerationSizeMb: this.heapMb, maxYoungGenerationSizeMb: 12 },
    })
    this.worker = worker
    let failure: Error | undefined
    worker.on('message', (response: LanguageResponse) => this.settle(response))
    worker.on('error', error => {
      failure = error as Error
    })
    worker.on('exit', () => {
      if (this.worker === worker) this.replace(failure)
    })
    for (const [file, text] of this.unsaved) worker.postMessage({ type: 'file', file, text } satisfies LanguageRequest)
    for (const [notebook, cells] of this.notebooks)
      worker.postMessage({ type: 'open', notebook, cells } satisfies LanguageRequest)
    for (const { request } of this.pending.values()) worker.postMessage(request)
  }

  private settle(response: LanguageResponse): void {
    const pending = this.pending.get(response.requestId)
    this.pending.delete(response.requestId)
    pending?.settled()
    if (response.type === 'answer') pending?.resolve(response.answer as never)
    else if (response.code) pending?.reject(new FlinknbError(response.code, response.message))
    else pending?.reject(new FlinknbError('INVALID_STATE', `The language service failed: ${response.message}`))
  }

  /** After a death: gives up what died with two workers, and starts the next one where something still waits. */
  private replace(failure: Error | undefined): void {
    this.worker = undefined
    if (isOutOfMemory(failure)) this.heapMb = Math.max(this.heapMb, Math.min(MAX_HEAP_MB, this.heapMb * 2))
    for (const [id, pending] of this.pending) {
      if (pending.retried) {
        this.pending.delete(id)
        pending.settled()
        pending.reject(death(failure))
      }
      pending.retried = true
    }
    if (this.pending.size > 0) this.start()
  }

  private rejectAll(error: FlinknbError): void {
    for (const { reject, settled } of this.pending.values()) {
      settled()
      reject(error)
    }
    this.pending.clear()
  }
}

function interrupted(call: LanguageCall): FlinknbError {
  return new FlinknbError('INTERRUPTED', `The answer to ${call} is not needed any more.`, { retriable: true })
}

function isOutOfMemory(failure: Error | undefined): boolean {
  return (failure as { code?: string } | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY'
}

function death(failure: Error | undefined): FlinknbError {
  const outOfMemory = isOutOfMemory(failure)
  return new FlinknbError(
    outOfMemory ? 'OUT_OF_MEMORY' : 'KERNEL_DIED',
    outOfMemory
      ? 'The language service ran out of memory.'
      : `The language service ended: ${failure?.message ?? 'for no reason it gave'}.`,
    { fix: 'Cells run all the same; checks resume with the next edit.', cause: failure, retriable: true },
  )
}
