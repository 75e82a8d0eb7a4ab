import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { type Trigger, TriggerResult } from './trigger.ts'

/** @throws FlinknbError `USER_CODE` when a trigger of the user's gave something else */
export function checkTriggerResult(result: unknown, trigger: Trigger<never>, operator: string): void {
  if (typeof result === 'string' && Object.hasOwn(TriggerResult, result)) return
  const name = trigger.name ?? 'the trigger'
  throw new FlinknbError('USER_CODE', `${operator}: ${name} returned ${show(result)}.`, {
    fix: `Return ${Object.keys(TriggerResult).join(', ')}.`,
  })
}
