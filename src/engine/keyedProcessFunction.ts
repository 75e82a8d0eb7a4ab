import type { Collector, ProcessContext } from './processFunction.ts'
import type { StateAccess } from './state/keyedState.ts'

/** Timers of the current key (Flink's `TimerService`). */
export interface TimerService {
  currentWatermark(): number
  currentProcessingTime(): number
  registerEventTimeTimer(time: number): void
  deleteEventTimeTimer(time: number): void
  registerProcessingTimeTimer(time: number): void
  deleteProcessingTimeTimer(time: number): void
}

export interface KeyedContext<K> extends ProcessContext {
  getCurrentKey(): K
  timerService(): TimerService
}

export interface OnTimerContext<K> extends KeyedContext<K> {
  readonly timeDomain: 'event' | 'processing'
}

/**
 * A function over the records of each key, with state and timers (Flink's `KeyedProcessFunction`). State is asked for in
 * `open`; what it holds is always that of the current key.
 *
 * @example
 * class Total implements KeyedProcessFunction<string, Sale, number> {
 *   sum!: ValueState<number>
 *   open(state: StateAccess) { this.sum = state.valueState('sum') }
 *   processElement(sale: Sale, ctx: KeyedContext<string>, out: Collector<number>) {
 *     this.sum.update((this.sum.value() ?? 0) + sale.amount)
 *     out.collect(this.sum.value()!)
 *   }
 * }
 */
export interface KeyedProcessFunction<K, In, Out> {
  readonly name?: string
  open?(state: StateAccess): void
  processElement(value: In, context: KeyedContext<K>, out: Collector<Out>): void
  onTimer?(timestamp: number, context: OnTimerContext<K>, out: Collector<Out>): void
  close?(): void
}
