import { types } from 'node:util'

/** What a value is, as far as it can be told without running any of its code. */
export type ValueKind = 'array' | 'object' | 'opaque' | (string & {})

/** Classes of JavaScript and Node that TypeScript knows by name, newest relatives first. */
const CLASSES = [
  [types.isDate, 'Date'],
  [types.isMap, 'Map<unknown, unknown>'],
  [types.isSet, 'Set<unknown>'],
  [types.isRegExp, 'RegExp'],
  [types.isPromise, 'Promise<unknown>'],
  [types.isNativeError, 'Error'],
  [types.isAnyArrayBuffer, 'ArrayBuffer'],
] as const

/**
 * `number`, `string`, `null`, … as TypeScript writes them; `array` and `object` (a value with fields); the name of a class
 * of JavaScript's own; `opaque` for what cannot be looked at (a Proxy runs code).
 */
export function valueKind(value: unknown): ValueKind {
  if (value === null) return 'null'
  if (typeof value === 'function') return '(...args: never[]) => unknown'
  if (typeof value !== 'object') return typeof value
  if (types.isProxy(value)) return 'opaque'
  if (Array.isArray(value)) return 'array'
  if (types.isTypedArray(value)) return typedArrayName(value)
  return CLASSES.find(([is]) => is(value))?.[1] ?? 'object'
}

const tagOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)?.get

function typedArrayName(value: object): string {
  return String(tagOf?.call(value) ?? 'Uint8Array')
}
