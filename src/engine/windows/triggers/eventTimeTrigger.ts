import { maxTimestamp, type Trigger } from '../trigger.ts'

/** Fires when the watermark passes the end of the window, and for each record that comes later. The default in event time. */
export class EventTimeTrigger {
  private constructor() {}
  static create(): Trigger<unknown> {
    return {
      name: 'EventTimeTrigger',
      onElement: (_element, _timestamp, window, context) => {
        if (maxTimestamp(window) <= context.currentWatermark) return 'FIRE'
        context.registerEventTimeTimer(maxTimestamp(window))
        return 'CONTINUE'
      },
      onEventTime: (time, window) => (time === maxTimestamp(window) ? 'FIRE' : 'CONTINUE'),
      onProcessingTime: () => 'CONTINUE',
      onMerge: (window, context) => {
        // what the watermark has passed fires with the record that made the windows one
        if (maxTimestamp(window) > context.currentWatermark) context.registerEventTimeTimer(maxTimestamp(window))
      },
      clear: (window, context) => context.deleteEventTimeTimer(maxTimestamp(window)),
    }
  }
}
