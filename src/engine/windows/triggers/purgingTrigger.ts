import type { Trigger, TriggerResult } from '../trigger.ts'

/** Makes a trigger forget the records of a window whenever it fires. */
export class PurgingTrigger {
  private constructor() {}
  static of<T>(trigger: Trigger<T>): Trigger<T> {
    const { onMerge } = trigger
    return {
      name: `PurgingTrigger(${trigger.name ?? 'trigger'})`,
      onElement: (element, timestamp, window, context) =>
        purging(trigger.onElement(element, timestamp, window, context)),
      onEventTime: (time, window, context) => purging(trigger.onEventTime(time, window, context)),
      onProcessingTime: (time, window, context) => purging(trigger.onProcessingTime(time, window, context)),
      clear: (window, context) => trigger.clear(window, context),
      ...(onMerge ? { onMerge: (window, context) => onMerge.call(trigger, window, context) } : {}),
    }
  }
}

function purging(result: TriggerResult): TriggerResult {
  return result === 'FIRE' ? 'FIRE_AND_PURGE' : result
}
