import type { Duration } from '../../../base/duration.ts'
import { maxTimestamp, type Trigger, type TriggerContext } from '../trigger.ts'
import { positiveMs, type TimeWindow } from '../windowAssigners.ts'

const NEXT_FIRE = 'fire-time'

/** Fires every `interval` of event time while the window fills, then at its end as the default does. */
export class ContinuousEventTimeTrigger {
  private constructor() {}
  static of(interval: Duration): Trigger<unknown> {
    const intervalMs = positiveMs(interval, 'ContinuousEventTimeTrigger.of: interval')
    const scheduleNext = (after: number, window: TimeWindow, context: TriggerContext) => {
      const next = Math.min(after + intervalMs, maxTimestamp(window))
      context.valueState<number>(NEXT_FIRE).update(next)
      context.registerEventTimeTimer(next)
    }
    return {
      name: 'ContinuousEventTimeTrigger',
      onElement: (_element, timestamp, window, context) => {
        if (maxTimestamp(window) <= context.currentWatermark) return 'FIRE'
        context.registerEventTimeTimer(maxTimestamp(window))
        if (context.valueState(NEXT_FIRE).value() === undefined) {
          scheduleNext(timestamp - (timestamp % intervalMs), window, context)
        }
        return 'CONTINUE'
      },
      onEventTime: (time, window, context) => {
        if (time === maxTimestamp(window)) return 'FIRE'
        if (context.valueState(NEXT_FIRE).value() !== time) return 'CONTINUE'
        scheduleNext(time, window, context)
        return 'FIRE'
      },
      onProcessingTime: () => 'CONTINUE',
      onMerge: (_window, context) => {
        context.mergeState<number>(NEXT_FIRE, Math.min)
        const next = context.valueState<number>(NEXT_FIRE).value()
        if (next !== undefined) context.registerEventTimeTimer(next)
      },
      clear: (_window, context) => {
        const state = context.valueState<number>(NEXT_FIRE)
        const next = state.value()
        if (next !== undefined) context.deleteEventTimeTimer(next)
        state.clear()
      },
    }
  }
}
