import { CountEvictor } from './evictors/countEvictor.ts'
import { GlobalWindows } from './globalWindows.ts'
import { CountTrigger } from './triggers/countTrigger.ts'
import { PurgingTrigger } from './triggers/purgingTrigger.ts'
import { type WindowInput, WindowPlan } from './windowPlan.ts'

/**
 * Windows of a number of records, put together as in Flink: a global window that fires and empties itself at every `size`-th
 * record; with `slide` one that fires at every `slide`-th and keeps the newest `size`.
 */
export function countWindows<T>(call: string, input: WindowInput, size: number, slide?: number): WindowPlan<T> {
  const plan = new WindowPlan<T>(call, input, GlobalWindows.create())
  return slide === undefined
    ? plan.trigger(PurgingTrigger.of(CountTrigger.of(size)))
    : plan.evictor(CountEvictor.of(size)).trigger(CountTrigger.of(slide))
}
