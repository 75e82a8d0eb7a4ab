import { types } from 'node:util'
import { classNameOf, entriesOf, entryCount, namesOf, ownProperty, ownValue, typedArrayOf } from './valueParts.ts'

const MAX_CHARACTERS = 120
const MAX_TEXT = 80
const MAX_PARTS = 8
const MAX_DEPTH = 2

const toIso = Date.prototype.toISOString
const getTime = Date.prototype.getTime
const regExpSource = Object.getOwnPropertyDescriptor(RegExp.prototype, 'source')?.get
const functionText = Function.prototype.toString

/** A value on one line of at most 120 characters, as a debugger shows it. Runs none of the value's code. */
export function previewText(value: unknown): string {
  const text = preview(value, 0)
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS - 1)}…` : text
}

/** The type of a value in a word. */
export function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value === 'function') return isClass(value) ? 'class' : 'function'
  if (typeof value !== 'object') return typeof value
  if (types.isProxy(value)) return 'Proxy'
  return classNameOf(value) ?? 'object'
}

export function isClass(value: unknown): boolean {
  return typeof value === 'function' && !types.isProxy(value) && functionText.call(value).startsWith('class')
}

function preview(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value)
    case 'bigint':
      return `${value}n`
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value)
    case 'symbol':
      return value.toString()
    case 'function':
      return functionPreview(value)
    case 'object':
      return value === null ? 'null' : objectPreview(value, depth)
    default:
      return String(value)
  }
}

function functionPreview(value: object): string {
  if (types.isProxy(value)) return 'Proxy'
  const name = ownValue(value, 'name')
  return `${isClass(value) ? 'class' : 'ƒ'} ${typeof name === 'string' ? name : ''}`.trim()
}

function objectPreview(value: object, depth: number): string {
  if (types.isProxy(value)) return 'Proxy'
  if (types.isDate(value)) return Number.isNaN(getTime.call(value)) ? 'Invalid Date' : toIso.call(value)
  if (types.isRegExp(value)) return `/${String(regExpSource?.call(value))}/`
  if (types.isPromise(value)) return 'Promise'
  if (types.isNativeError(value)) return errorPreview(value)
  if (types.isBoxedPrimitive(value)) return classNameOf(value) ?? 'object'
  const own = classNameOf(value)
  const prefix = own === null || own === 'Object' || own === 'Array' ? '' : `${own} `
  if (depth >= MAX_DEPTH) return `${prefix}${Array.isArray(value) ? '[…]' : '{…}'}`
  const typed = typedArrayOf(value)
  if (typed) return `${typed.name} ${listPreview(value, typed.length, depth)}`
  if (Array.isArray(value)) return `${prefix}${listPreview(value, value.length, depth)}`
  const entries = entryCount(value)
  return entries === undefined
    ? `${prefix}${fieldsPreview(value, depth)}`
    : entriesPreview(value, entries, prefix, depth)
}

function errorPreview(value: Error): string {
  const message = ownValue(value, 'message')
  return `${classNameOf(value) ?? 'Error'}${typeof message === 'string' && message !== '' ? `: ${message}` : ''}`
}

function listPreview(value: object, length: number, depth: number): string {
  const parts: string[] = []
  for (let i = 0; i < Math.min(length, MAX_PARTS); i++) parts.push(propertyPreview(value, String(i), depth))
  return `[${parts.join(', ')}${length > MAX_PARTS ? ', …' : ''}]`
}

function fieldsPreview(value: object, depth: number): string {
  const names = namesOf(value)
  if (names.length === 0) return '{}'
  const parts = names.slice(0, MAX_PARTS).map(name => `${name}: ${propertyPreview(value, name, depth)}`)
  return `{ ${parts.join(', ')}${names.length > MAX_PARTS ? ', …' : ''} }`
}

function entriesPreview(value: object, count: number, prefix: string, depth: number): string {
  const isMap = types.isMap(value)
  const parts = entriesOf(value, 0, MAX_PARTS).map(([key, item]) =>
    isMap ? `${preview(key, depth + 1)} → ${preview(item, depth + 1)}` : preview(item, depth + 1),
  )
  return `${prefix}{${parts.join(', ')}${count > MAX_PARTS ? ', …' : ''}}`
}

function propertyPreview(value: object, name: string, depth: number): string {
  const property = ownProperty(value, name)
  if (!property) return 'empty'
  return 'value' in property ? preview(property.value, depth + 1) : `(${property.accessor})`
}
