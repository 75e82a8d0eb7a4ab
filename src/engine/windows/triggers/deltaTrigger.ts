import { FlinknbError } from '../../../base/errors.ts'
import { show } from '../../../base/options.ts'
import type { Trigger } from '../trigger.ts'

const LAST = 'last-element'

/** Fires when a record differs from the one that fired last (at first: the first) by more than a threshold. */
export class DeltaTrigger {
  private constructor() {}
  /** @param deltaOf how much the newer record differs from the older */
  static of<T>(threshold: number, deltaOf: (older: T, newer: T) => number): Trigger<T> {
    if (typeof threshold !== 'number' || Number.isNaN(threshold) || typeof deltaOf !== 'function') {
      throw new FlinknbError(
        'INVALID_OPTION',
        `DeltaTrigger.of: expected a threshold and a function, got ${show(threshold)} and ${show(deltaOf)}.`,
      )
    }
    return {
      name: 'DeltaTrigger',
      onElement: (element, _timestamp, _window, context) => {
        const state = context.valueState<T>(LAST)
        const last = state.value()
        if (last !== undefined && !(deltaOf(last, element) > threshold)) return 'CONTINUE'
        state.update(element)
        return last === undefined ? 'CONTINUE' : 'FIRE'
      },
      onEventTime: () => 'CONTINUE',
      onProcessingTime: () => 'CONTINUE',
      clear: (_window, context) => context.valueState(LAST).clear(),
    }
  }
}
