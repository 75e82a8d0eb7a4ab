import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/** @throws FlinknbError `INVALID_OPTION` for the first of `values` that is neither true nor false */
export function checkBooleans(call: string, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'boolean') continue
    throw new FlinknbError('INVALID_OPTION', `${call}: ${name}: ${show(value)} is not true or false.`)
  }
}

/** @throws FlinknbError `INVALID_OPTION` when a value is none of `choices` */
export function checkChoice<C extends string>(
  call: string,
  name: string,
  value: unknown,
  choices: readonly C[],
): asserts value is C {
  if (choices.includes(value as C)) return
  throw new FlinknbError('INVALID_OPTION', `${call}: ${name}: ${show(value)} is no choice.`, {
    fix: `Pass one of ${choices.map(choice => `'${choice}'`).join(', ')}.`,
  })
}
