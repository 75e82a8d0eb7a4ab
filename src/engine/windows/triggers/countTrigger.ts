import { FlinknbError } from '../../../base/errors.ts'
import { show } from '../../../base/options.ts'
import type { Trigger } from '../trigger.ts'

const COUNT = 'count'

/** Fires at every `maxCount`-th record of a window; it does not look at time. */
export class CountTrigger {
  private constructor() {}
  static of(maxCount: number): Trigger<unknown> {
    if (!Number.isInteger(maxCount) || maxCount < 1) {
      throw new FlinknbError('INVALID_OPTION', `CountTrigger.of: ${show(maxCount)} is not a number of records above 0.`)
    }
    return {
      name: 'CountTrigger',
      onElement: (_element, _timestamp, _window, context) => {
        const state = context.valueState<number>(COUNT)
        const count = (state.value() ?? 0) + 1
        if (count < maxCount) {
          state.update(count)
          return 'CONTINUE'
        }
        state.clear()
        return 'FIRE'
      },
      onEventTime: () => 'CONTINUE',
      onProcessingTime: () => 'CONTINUE',
      onMerge: (_window, context) => context.mergeState<number>(COUNT, (a, b) => a + b),
      clear: (_window, context) => context.valueState(COUNT).clear(),
    }
  }
}
