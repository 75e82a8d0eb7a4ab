import { type InspectOptions, inspect } from 'node:util'
import { messageOf } from '../../base/errors.ts'
import { cutText } from '../output/cutText.ts'

/** Of an object with more properties only the first are shown: inspecting a million takes seconds. */
const MAX_PROPERTIES = 500

const OPTIONS: InspectOptions = {
  depth: 4,
  maxArrayLength: 100,
  maxStringLength: 10_000,
  breakLength: 100,
  compact: 3,
  numericSeparator: false,
}

/** A value as a person reads it: Node's own rendering, bounded in depth, length and width. Never throws. */
export function inspectText(value: unknown): string {
  return cutText(attempt(value))
}

function attempt(value: unknown): string {
  try {
    const cut = firstProperties(value)
    return cut
      ? `${inspect(cut.part, OPTIONS)}\n… ${cut.missing.toLocaleString('en')} more properties`
      : inspect(value, OPTIONS)
  } catch (error) {
    return `[a value that cannot be shown: ${messageOf(error)}]`
  }
}

function firstProperties(value: unknown): { readonly part: object; readonly missing: number } | undefined {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return undefined
  const names = Object.keys(value)
  if (names.length <= MAX_PROPERTIES) return undefined
  const part = Object.fromEntries(names.slice(0, MAX_PROPERTIES).map(name => [name, Reflect.get(value, name)]))
  return { part, missing: names.length - MAX_PROPERTIES }
}
