import { FlinknbError } from '../../base/errors.ts'
import type { OutputTag } from '../processFunction.ts'
import type { StateAccess } from '../state/keyedState.ts'
import { KeyedStateStore } from '../state/keyedStateStore.ts'
import type { TimeWindow } from './windowAssigners.ts'
import type { WindowContext } from './windowFunction.ts'

/** What the context of a window function asks its operator. */
export interface WindowFunctionHost {
  currentWatermark(): number
  currentProcessingTime(): number
  output(tag: OutputTag<unknown>, value: unknown, timestamp: number): void
}

export interface WindowFunctionState {
  readonly global: unknown
  readonly windows: readonly (readonly [TimeWindow, unknown])[]
}

type Snapshot = Parameters<KeyedStateStore['restore']>[0]

/** The one context of an operator's window function; `enter` says whose window it speaks of. */
export class WindowFunctionContext implements WindowContext {
  window: TimeWindow = { start: 0, end: 0 }
  private key: unknown
  private global: KeyedStateStore | undefined
  private readonly windows = new Map<string, { readonly window: TimeWindow; readonly store: KeyedStateStore }>()

  /** @param mergesWindows whether windows become one, so that none has a state of its own */
  constructor(
    private readonly host: WindowFunctionHost,
    private readonly mergesWindows: boolean,
  ) {}

  enter(key: unknown, window: TimeWindow): void {
    this.key = key
    this.window = window
  }

  get start(): number {
    return this.window.start
  }

  get end(): number {
    return this.window.end
  }

  get currentWatermark(): number {
    return this.host.currentWatermark()
  }

  currentProcessingTime(): number {
    return this.host.currentProcessingTime()
  }

  get globalState(): StateAccess {
    this.global ??= this.newStore()
    this.global.currentKey = this.key
    return this.global
  }

  get windowState(): StateAccess {
    if (this.mergesWindows) {
      throw new FlinknbError('INVALID_STATE', 'windowState: windows that merge have no state of their own.', {
        fix: 'Use globalState, which is that of the key.',
      })
    }
    const store = this.storeOf(this.window)
    store.currentKey = this.key
    return store
  }

  output<S>(tag: OutputTag<S>, value: S): void {
    this.host.output(tag as OutputTag<unknown>, value, this.window.end - 1)
  }

  /** Forgets the state of windows whose last timestamp has been passed by more than the allowed lateness. */
  forgetUntil(lastTimestamp: number): void {
    if (this.windows.size === 0) return
    for (const [id, { window }] of this.windows) if (window.end - 1 <= lastTimestamp) this.windows.delete(id)
  }

  snapshot(): WindowFunctionState | undefined {
    if (!this.global && this.windows.size === 0) return undefined
    const windows = [...this.windows.values()].map(({ window, store }) => [window, store.snapshot()] as const)
    return { global: this.global?.snapshot(), windows }
  }

  restore(state: WindowFunctionState | undefined): void {
    if (!state) return
    if (state.global !== undefined) {
      this.global = this.newStore()
      this.global.restore(state.global as Snapshot)
    }
    for (const [window, snapshot] of state.windows) this.storeOf(window).restore(snapshot as Snapshot)
  }

  private storeOf(window: TimeWindow): KeyedStateStore {
    const id = `${window.start}/${window.end}`
    let own = this.windows.get(id)
    if (!own) {
      own = { window, store: this.newStore() }
      this.windows.set(id, own)
    }
    return own.store
  }

  private newStore(): KeyedStateStore {
    return new KeyedStateStore(() => this.host.currentProcessingTime())
  }
}
