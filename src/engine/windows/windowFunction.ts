import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { Collector, OutputTag } from '../processFunction.ts'
import type { StateAccess } from '../state/keyedState.ts'
import type { TimeWindow } from './windowAssigners.ts'

/** What a window function can ask about the window it is given; it is itself a {@link TimeWindow}. */
export interface WindowContext extends TimeWindow {
  readonly window: TimeWindow
  readonly currentWatermark: number
  currentProcessingTime(): number
  /**
   * State of this key's window: of use where a window fires more than once. It ends with the window.
   *
   * @throws FlinknbError where windows merge, as in Flink
   */
  readonly windowState: StateAccess
  /** State of this key over all its windows. */
  readonly globalState: StateAccess
  /** Emits to a side output. */
  output<S>(tag: OutputTag<S>, value: S): void
}

/** What a window gives to a function: all its records, or the one result of its aggregation (Flink's `ProcessWindowFunction`). */
export interface ProcessWindowFunction<In, Out, K> {
  process(key: K, context: WindowContext, elements: readonly In[], out: Collector<Out>): void
  /** The window is gone. */
  clear?(key: K, context: WindowContext): void
}

/** The same for windows of a stream without keys (Flink's `ProcessAllWindowFunction`). */
export interface ProcessAllWindowFunction<In, Out> {
  process(context: WindowContext, elements: readonly In[], out: Collector<Out>): void
  /** The window is gone. */
  clear?(context: WindowContext): void
}

/** @throws FlinknbError `INVALID_OPTION` for what has no `process` */
export function checkWindowFunction(call: string, fn: { readonly process?: unknown } | undefined): void {
  if (typeof fn?.process === 'function') return
  throw new FlinknbError('INVALID_OPTION', `${call}: ${show(fn)} is not a ProcessWindowFunction.`, {
    fix: 'Give it an object with process(key, context, elements, out) (for windowAll without the key).',
  })
}
