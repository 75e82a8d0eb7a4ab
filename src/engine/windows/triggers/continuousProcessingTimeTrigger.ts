import type { Duration } from '../../../base/duration.ts'
import { maxTimestamp, type Trigger, type TriggerContext } from '../trigger.ts'
import { positiveMs, type TimeWindow } from '../windowAssigners.ts'

const NEXT_FIRE = 'fire-time'

/** Fires every `interval` of processing time once the window has a record, whatever event time does. */
export class ContinuousProcessingTimeTrigger {
  private constructor() {}
  static of(interval: Duration): Trigger<unknown> {
    const intervalMs = positiveMs(interval, 'ContinuousProcessingTimeTrigger.of: interval')
    const scheduleNext = (after: number, window: TimeWindow, context: TriggerContext) => {
      const next = Math.min(after + intervalMs, maxTimestamp(window))
      context.valueState<number>(NEXT_FIRE).update(next)
      context.registerProcessingTimeTimer(next)
    }
    return {
      name: 'ContinuousProcessingTimeTrigger',
      onElement: (_element, _timestamp, window, context) => {
        if (context.valueState(NEXT_FIRE).value() === undefined) {
          const now = context.currentProcessingTime()
          scheduleNext(now - (now % intervalMs), window, context)
        }
        return 'CONTINUE'
      },
      onEventTime: () => 'CONTINUE',
      onProcessingTime: (time, window, context) => {
        if (context.valueState(NEXT_FIRE).value() !== time) return 'CONTINUE'
        scheduleNext(time, window, context)
        return 'FIRE'
      },
      onMerge: (_window, context) => {
        context.mergeState<number>(NEXT_FIRE, Math.min)
        const next = context.valueState<number>(NEXT_FIRE).value()
        if (next !== undefined) context.registerProcessingTimeTimer(next)
      },
      clear: (_window, context) => {
        const state = context.valueState<number>(NEXT_FIRE)
        const next = state.value()
        if (next !== undefined) context.deleteProcessingTimeTimer(next)
        state.clear()
      },
    }
  }
}
