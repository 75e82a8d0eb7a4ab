import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import type { Duplex } from 'node:stream'
import { FlinknbError } from '../base/errors.ts'
import type { BreakOffAnswer, BreakOffRequest, BreakOffResult, WatchReport } from '../protocol/interrupt.ts'
import type { HostMessage, KernelMessage } from '../protocol/messages.ts'
import { DEFAULT_DISPLAY_INTERVAL_MS, DEFAULT_MEMORY_LIMIT_MB, type KernelOptions } from './kernelOptions.ts'

/** Of stderr, the last so many characters are kept: V8's last words are among them. */
const KEPT_STDERR = 16_384
/** Which of the child's files is the interrupt worker's pipe; 3 is the message channel. */
const INTERRUPT_FD = 4

export interface KernelExit {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
  /** We killed it because nothing could break its code off. */
  readonly stuck: boolean
}

/** One kernel process, from fork to exit. */
export class KernelChild {
  readonly exited: Promise<KernelExit>
  private readonly process: ChildProcess
  private stderr = ''
  private stuck = false
  private nextBreakOff = 1
  private readonly breakOffs = new Map<number, (result: BreakOffResult) => void>()
  private readonly outgoing: HostMessage[] = []
  private isReady = false

  constructor(
    private readonly options: KernelOptions,
    onMessage: (message: KernelMessage) => void,
    onText: (text: string) => void,
    private readonly onReport: (report: WatchReport) => void,
  ) {
    checkDirectory(options.directory)
    this.process = fork(options.kernelPath, [], {
      cwd: options.directory,
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
      execArgv: [
        `--max-old-space-size=${options.memoryLimitMb ?? DEFAULT_MEMORY_LIMIT_MB}`,
        '--disable-warning=ExperimentalWarning',
        // A callback that V8 terminates leaves Node's bookkeeping of callbacks unbalanced, which is no reason to abort.
        '--no-force-async-hooks-checks',
      ],
      // The extension host's own Node is Electron's.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    })
    this.exited = this.untilExit()
    this.process.on('message', message => {
      if ((message as KernelMessage).type === 'ready') this.becomeReady()
      onMessage(message as KernelMessage)
    })
    this.process.on('error', error => onText(`${error.message}\n`))
    this.process.stdout?.setEncoding('utf8').on('data', onText)
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-KEPT_STDERR)
      onText(text)
    })
    this.readBreakOffAnswers()
  }

  get pid(): number | undefined {
    return this.process.pid
  }

  get alive(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null && this.process.connected
  }

  /** Sends a message, after the kernel has said that it listens. */
  send(message: HostMessage): void {
    if (!this.isReady) this.outgoing.push(message)
    else if (this.process.connected) this.process.send(message)
  }

  /** Asks the interrupt worker to break off what blocks the kernel; `stuck` when not even that answers in time. */
  breakOff(timeoutMs: number): Promise<BreakOffResult> {
    const id = this.nextBreakOff++
    const request: BreakOffRequest = { id }
    return new Promise(resolve => {
      const timer = setTimeout(() => finish('stuck'), timeoutMs)
      const finish = (result: BreakOffResult) => {
        clearTimeout(timer)
        this.breakOffs.delete(id)
        resolve(result)
      }
      this.breakOffs.set(id, finish)
      this.pipe.write(`${JSON.stringify(request)}\n`)
    })
  }

  /** @param stuck whether this is the last resort for code that cannot be broken off */
  kill(stuck = false): void {
    this.stuck = stuck
    this.process.kill('SIGKILL')
  }

  private get pipe(): Duplex {
    return this.process.stdio[INTERRUPT_FD] as Duplex
  }

  private becomeReady(): void {
    const { notebookPath, directory, params = {}, displayIntervalMs = DEFAULT_DISPLAY_INTERVAL_MS } = this.options
    this.process.send({ type: 'initialize', notebookPath, directory, params, displayIntervalMs } satisfies HostMessage)
    this.isReady = true
    for (const message of this.outgoing.splice(0)) this.send(message)
  }

  private readBreakOffAnswers(): void {
    let text = ''
    this.pipe.on('error', () => {}) // a dead kernel's pipe; its exit says more
    this.pipe.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (text + chunk).split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) {
        const message = JSON.parse(line) as BreakOffAnswer | WatchReport
        if ('report' in message) this.onReport(message)
        else this.breakOffs.get(message.id)?.(message.result)
      }
    })
  }

  private async untilExit(): Promise<KernelExit> {
    // 'close' comes after the last of stderr has been read.
    const [exitCode, signal] = await Promise.race([
      once(this.process, 'close'),
      once(this.process, 'error').then(() => [null, null]),
    ])
    for (const finish of this.breakOffs.values()) finish('responsive')
    const { stderr, stuck } = this
    return { exitCode: exitCode as number | null, signal: signal as NodeJS.Signals | null, stderr, stuck }
  }
}

function checkDirectory(directory: string): void {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return
  throw new FlinknbError('FILE_NOT_FOUND', `The notebook's folder ${directory} does not exist.`, {
    fix: 'Save the notebook in a folder, then run its cells.',
  })
}
