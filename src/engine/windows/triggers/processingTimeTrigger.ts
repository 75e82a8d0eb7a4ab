import { maxTimestamp, type Trigger } from '../trigger.ts'

/** Fires when processing time passes the end of the window. The default in processing time. */
export class ProcessingTimeTrigger {
  private constructor() {}
  static create(): Trigger<unknown> {
    return {
      name: 'ProcessingTimeTrigger',
      onElement: (_element, _timestamp, window, context) => {
        context.registerProcessingTimeTimer(maxTimestamp(window))
        return 'CONTINUE'
      },
      onEventTime: () => 'CONTINUE',
      onProcessingTime: () => 'FIRE',
      onMerge: (window, context) => {
        if (maxTimestamp(window) > context.currentProcessingTime()) {
          context.registerProcessingTimeTimer(maxTimestamp(window))
        }
      },
      clear: (window, context) => context.deleteProcessingTimeTimer(maxTimestamp(window)),
    }
  }
}
