import { maxTimestamp, type Trigger } from '../trigger.ts'

/** The default of global windows: never fires. */
export const NEVER: Trigger<unknown> = {
  name: 'NeverTrigger',
  onElement: () => 'CONTINUE',
  onEventTime: () => 'CONTINUE',
  onProcessingTime: () => 'CONTINUE',
  onMerge: () => {},
  clear: () => {},
}

/** Fires a global window once the input has ended. */
export const AT_END_OF_STREAM: Trigger<unknown> = {
  name: 'EndOfStreamTrigger',
  onElement: (_element, _timestamp, window, context) => {
    context.registerEventTimeTimer(maxTimestamp(window))
    return 'CONTINUE'
  },
  onEventTime: (time, window) => (time === maxTimestamp(window) ? 'FIRE' : 'CONTINUE'),
  onProcessingTime: () => 'CONTINUE',
  onMerge: (window, context) => context.registerEventTimeTimer(maxTimestamp(window)),
  clear: () => {},
}
