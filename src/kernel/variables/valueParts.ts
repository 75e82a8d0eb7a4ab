import { types } from 'node:util'

/**
 * Ways into a value that run none of its code: no getters, no traps of a Proxy, no methods that a class may have replaced.
 * What JavaScript itself reads through accessors (a map's size) is read by its own, taken before any cell ran.
 */

const mapSize = accessor(Map.prototype, 'size')
const setSize = accessor(Set.prototype, 'size')
const mapEntries = Map.prototype.entries
const setValues = Set.prototype.values
const mapNext = Object.getPrototypeOf(new Map().entries()).next as () => IteratorResult<[unknown, unknown]>
const setNext = Object.getPrototypeOf(new Set().values()).next as () => IteratorResult<unknown>
const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object
const typedLength = accessor(typedArray, 'length')
const typedTag = accessor(typedArray, Symbol.toStringTag)

/** A property as it stands: its value, or that it is computed. */
export type OwnProperty = { readonly value: unknown } | { readonly accessor: 'get' | 'set' | 'get/set' }

export function ownProperty(object: object, key: PropertyKey): OwnProperty | undefined {
  const descriptor = Object.getOwnPropertyDescriptor(object, key)
  if (!descriptor) return undefined
  if (!descriptor.get && !descriptor.set) return { value: descriptor.value }
  return { accessor: descriptor.get ? (descriptor.set ? 'get/set' : 'get') : 'set' }
}

/** Of a plain own property; undefined where there is none. */
export function ownValue(object: object, key: PropertyKey): unknown {
  const property = ownProperty(object, key)
  return property && 'value' in property ? property.value : undefined
}

/** What an object inherits from, nearest first, as far as no Proxy stands in the way. */
export function prototypesOf(object: object): object[] {
  const found: object[] = []
  let next: object | null = types.isProxy(object) ? null : Object.getPrototypeOf(object)
  while (next !== null && !types.isProxy(next) && found.length < 50) {
    found.push(next)
    next = Object.getPrototypeOf(next)
  }
  return found
}

/** The name of the class that made an object; null for an object without one. */
export function classNameOf(object: object): string | null {
  for (const prototype of prototypesOf(object)) {
    const made = ownValue(prototype, 'constructor')
    const name = typeof made === 'function' && !types.isProxy(made) && ownValue(made, 'name')
    if (typeof name === 'string' && name !== '') return name
  }
  return null
}

export function typedArrayOf(value: object): { readonly name: string; readonly length: number } | undefined {
  return types.isTypedArray(value) ? { name: String(typedTag(value)), length: Number(typedLength(value)) } : undefined
}

/** How many entries a map or a set has; undefined for everything else. */
export function entryCount(value: object): number | undefined {
  if (types.isMap(value)) return Number(mapSize(value))
  return types.isSet(value) ? Number(setSize(value)) : undefined
}

/** Entries of a map (or a set, with the item as key and value), from `start` on. */
export function entriesOf(value: object, start: number, count: number): (readonly [unknown, unknown])[] {
  const found: (readonly [unknown, unknown])[] = []
  const isMap = types.isMap(value)
  const iterator = isMap ? mapEntries.call(value as Map<unknown, unknown>) : setValues.call(value as Set<unknown>)
  for (let index = 0; found.length < count; index++) {
    const next = (isMap ? mapNext : setNext).call(iterator)
    if (next.done) break
    if (index < start) continue
    found.push(isMap ? (next.value as [unknown, unknown]) : [next.value, next.value])
  }
  return found
}

/** Own property names that a reader cares for: not an array's elements and length. */
export function namesOf(value: object): string[] {
  if (Array.isArray(value) || types.isTypedArray(value)) {
    // An array's elements come first, and there may be millions of them: only a small one is searched for other names.
    const length = types.isTypedArray(value) ? (typedArrayOf(value)?.length ?? 0) : (value as unknown[]).length
    return length > 1_000 ? [] : Object.keys(value).filter(name => !/^\d+$/.test(name))
  }
  if (typeof value === 'function')
    return Object.getOwnPropertyNames(value).filter(
      name => !['length', 'name', 'prototype', 'arguments', 'caller'].includes(name),
    )
  const hidden = types.isNativeError(value) ? ['stack'] : []
  return Object.getOwnPropertyNames(value).filter(name => !hidden.includes(name))
}

function accessor(object: object, key: PropertyKey): (of: object) => unknown {
  const get = Object.getOwnPropertyDescriptor(object, key)?.get
  return of => get?.call(of)
}
