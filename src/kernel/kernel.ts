import { enclosingSession } from '../api/session.ts'
import { systemClock } from '../api/systemClock.ts'
import type { CellId, ExecuteRequest, HostMessage, InitializeRequest, KernelMessage } from '../protocol/messages.ts'
import type { VariableRequest } from '../protocol/variables.ts'
import type { InterruptFlag } from './cell/interruptFlag.ts'
import { ProgramRunner } from './cell/programRunner.ts'
import { Scope } from './cell/scope.ts'
import type { SourcePlaces } from './cell/sourcePlaces.ts'
import { CellExecution, type ExecutionPorts } from './cellExecution.ts'
import { CellSession } from './cellSession.ts'
import { DebugPort } from './debug/debugPort.ts'
import { DebugSources } from './debug/debugSources.ts'
import { StaleCells } from './dependencies/staleCells.ts'
import { toCellError } from './errors/toCellError.ts'
import { OutputPump } from './live/outputPump.ts'
import { LiveTypes } from './liveTypes/liveTypes.ts'
import { ModuleLoader } from './modules/moduleLoader.ts'
import type { VariableInspector } from './variables/variableInspector.ts'

/** What a kernel needs of its process. */
export interface KernelPorts {
  post(message: KernelMessage): void
  /** The host does not keep up with what is posted. */
  congested(): boolean
  readonly places: SourcePlaces
  readonly flag: InterruptFlag
  /** The module that cells know as `'flinknb'`. */
  importApi(): Promise<object>
  /** Everything has been stopped and sent. */
  exit(): void
}

/** Runs the cells of one notebook. Knows no process: messages come in by `handle` and go out by `post`. */
export class Kernel {
  private readonly scope = new Scope()
  private readonly runner: ProgramRunner
  private readonly loader: ModuleLoader
  /** The newest run of each cell. */
  private readonly executions = new Map<CellId, CellExecution>()
  /** Settles when the code of every cell requested so far has ended. */
  private codes: Promise<void> = Promise.resolve()
  private notebook: { readonly request: InitializeRequest; readonly ports: ExecutionPorts } | undefined
  private lastSession: CellSession | undefined
  private readonly liveTypes: LiveTypes
  private inspector: Promise<VariableInspector> | undefined
  private readonly stale: StaleCells
  private readonly debugSources = new DebugSources()
  private readonly debugPort = new DebugPort(this.debugSources, this.scope)

  constructor(private readonly ports: KernelPorts) {
    this.runner = new ProgramRunner(ports.places, ports.flag)
    this.stale = new StaleCells(message => ports.post(message))
    this.liveTypes = new LiveTypes({
      post: sources => ports.post({ type: 'liveTypes', sources }),
      cellNumbered: cellNumber => this.cellNumbered(cellNumber),
    })
    this.loader = new ModuleLoader(this.runner, ports.importApi)
  }

  handle(message: HostMessage): void {
    switch (message.type) {
      case 'initialize':
        this.initialize(message)
        break
      case 'execute':
        this.execute(message)
        break
      case 'stopCell':
        void this.executions.get(message.cellId)?.stop()
        break
      case 'stopAll':
        void this.stopAll()
        break
      case 'renderer':
        this.notebook?.ports.pump.handle(message.request)
        break
      case 'variables':
        void this.answer(message.request)
        break
      case 'declareTypes':
        this.liveTypes.declare(message.declared)
        break
      case 'openDebugger':
        void this.debugPort.open().then(opened => this.ports.post({ type: 'debuggerOpen', ...opened }))
        break
      case 'closeDebugger':
        void this.debugPort.close()
        break
      case 'shutdown':
        void this.stopAll().then(() => this.ports.exit())
    }
  }

  /** Who is speaking: the cell whose code or callback runs, or else the one that ran last. */
  speaker(): CellSession | undefined {
    const session = enclosingSession()
    return session instanceof CellSession ? session : this.lastSession
  }

  /** An error that no code of a cell waits for: shown in the cell that it comes from. */
  reportStray(error: unknown): void {
    const { name, message, stack } = toCellError(error)
    const speaker = this.speaker()
    if (speaker) speaker.write('stderr', `Uncaught ${name}: ${message}\n${stack ? `${stack}\n` : ''}`)
    else throw error
  }

  private initialize(request: InitializeRequest): void {
    const { directory, notebookPath, params, displayIntervalMs } = request
    const { scope, loader, runner, ports } = this
    this.notebook = {
      request,
      ports: {
        clock: systemClock,
        baseDirectory: directory,
        flag: ports.flag,
        params,
        liveTypes: this.liveTypes,
        pump: new OutputPump(
          displayIntervalMs,
          message => ports.post({ type: 'renderer', message }),
          () => ports.congested(),
        ),
        post: message => ports.post(message),
        evaluate: request =>
          runner.runCell(request.code, {
            scope,
            loader,
            notebookPath,
            directory,
            cellNumber: request.cellNumber,
            onCompiled: names => this.stale.running(request, names),
            debug: {
              afterCode: (source, positions) => this.debugSources.add(request.cellId, source, positions),
              declared: () => this.debugPort.refresh(),
            },
          }),
      },
    }
  }

  private execute(request: ExecuteRequest): void {
    if (!this.notebook) throw new Error('execute before initialize')
    const previous = this.executions.get(request.cellId)
    const execution = new CellExecution(request, this.notebook.ports)
    this.executions.set(request.cellId, execution)
    this.codes = this.codes.then(async () => {
      await previous?.stop()
      previous?.session.forget()
      this.lastSession = execution.session
      await execution.run()
    })
  }

  /** The inspector is loaded with the first question: most of what it knows a kernel can start without. */
  private async answer(request: VariableRequest): Promise<void> {
    this.inspector ??= import('./variables/variableInspector.ts').then(
      ({ VariableInspector }) =>
        new VariableInspector(this.scope, this.liveTypes, {
          sessions: () =>
            [...this.executions.values()].map(({ session }) => ({
              samples: session.samples,
              running: session.runningJobs().length > 0,
            })),
          now: () => performance.now(),
        }),
    )
    this.ports.post({ type: 'variables', response: (await this.inspector).answer(request) })
  }

  private cellNumbered(cellNumber: number): CellId | undefined {
    return [...this.executions.values()].findLast(({ request }) => request.cellNumber === cellNumber)?.request.cellId
  }

  private async stopAll(): Promise<void> {
    await Promise.all([...this.executions.values()].map(execution => execution.stop()))
  }
}
