import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import { currentSession } from './currentSession.ts'

/** A literal's general type: `param('speed', 100)` is a number, not always 100. */
export type Widened<T> = T extends number ? number : T extends string ? string : T extends boolean ? boolean : T

/**
 * A value that the person running the notebook can set (`flinknb run … --param name=value`, or the notebook's parameters
 * in VS Code); it has the type of its default.
 *
 * @throws FlinknbError `INVALID_OPTION` when what was set does not have that type
 * @example const brokers = param('brokers', 'localhost:9092')
 */
export function param<T>(name: string, defaultValue: T): Widened<T> {
  if (typeof name !== 'string' || name === '') {
    throw new FlinknbError('INVALID_OPTION', `param: ${show(name)} is no name.`, { fix: `Write param('speed', 100).` })
  }
  const value = currentSession().param(name)
  return (value === undefined ? defaultValue : converted(name, value, defaultValue)) as Widened<T>
}

function converted(name: string, value: unknown, defaultValue: unknown): unknown {
  const wanted = typeof defaultValue
  if (typeof value === wanted && typeof value !== 'object') return value
  if (wanted === 'number' && typeof value === 'string') {
    const number = Number(value)
    if (value.trim() !== '' && !Number.isNaN(number)) return number
  }
  if (wanted === 'boolean' && typeof value === 'string') {
    if (/^(true|yes|1)$/i.test(value)) return true
    if (/^(false|no|0)$/i.test(value)) return false
  }
  if (wanted === 'string') return String(value)
  if (wanted === 'object' && typeof value === 'string') return parsed(name, value)
  if (wanted === 'object' || wanted === 'undefined') return value
  throw wrongType(name, value, wanted)
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new FlinknbError('INVALID_OPTION', `param '${name}': ${show(text)} is not JSON.`, { cause })
  }
}

function wrongType(name: string, value: unknown, wanted: string): FlinknbError {
  return new FlinknbError('INVALID_OPTION', `param '${name}': ${show(value)} is not a ${wanted}.`, {
    fix: `Its default is a ${wanted}, so set a ${wanted}, such as --param ${name}=${wanted === 'boolean' ? 'true' : '1'}.`,
  })
}
