import type { ValueState } from '../state/keyedState.ts'
import type { TimerQueue } from '../state/timerQueue.ts'
import type { OnMergeContext } from './trigger.ts'
import type { WindowPane } from './windowPane.ts'

/** The one context of an operator's trigger; `pane` says whose timers and state it speaks of. */
export class TriggerScope<In> implements OnMergeContext {
  pane: WindowPane<In> | undefined
  /** While windows merge: what `pane` is made of. */
  merged: readonly WindowPane<In>[] = []
  private readonly states = new Map<string, ValueState<unknown>>()

  constructor(
    private readonly eventTimers: TimerQueue,
    private readonly processingTimers: TimerQueue,
    private readonly clock: { currentWatermark(): number; currentProcessingTime(): number },
  ) {}

  get currentWatermark(): number {
    return this.clock.currentWatermark()
  }

  currentProcessingTime(): number {
    return this.clock.currentProcessingTime()
  }

  registerEventTimeTimer(time: number): void {
    this.eventTimers.register(time, this.pane)
  }

  deleteEventTimeTimer(time: number): void {
    this.eventTimers.delete(time, this.pane)
  }

  registerProcessingTimeTimer(time: number): void {
    this.processingTimers.register(time, this.pane)
  }

  deleteProcessingTimeTimer(time: number): void {
    this.processingTimers.delete(time, this.pane)
  }

  valueState<V>(name: string): ValueState<V> {
    let state = this.states.get(name)
    if (!state) {
      state = {
        value: () => this.pane?.triggerState?.get(name),
        update: value => {
          const pane = this.pane as WindowPane<In>
          pane.triggerState ??= new Map()
          pane.triggerState.set(name, value)
        },
        clear: () => void this.pane?.triggerState?.delete(name),
      }
      this.states.set(name, state)
    }
    return state as ValueState<V>
  }

  mergeState<V>(name: string, combine: (a: V, b: V) => V): void {
    const values = this.merged.flatMap(({ triggerState }) => (triggerState?.has(name) ? [triggerState.get(name)] : []))
    if (values.length > 0) this.valueState<V>(name).update((values as V[]).reduce((a, b) => combine(a, b)))
  }
}
