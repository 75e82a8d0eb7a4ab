import { types } from 'node:util'
import type { PathStep } from '../../protocol/variables.ts'
import { entriesOf, entryCount, namesOf, type OwnProperty, ownProperty, typedArrayOf } from './valueParts.ts'

/** A part of a value: a property, an element, an entry. */
export interface Part {
  readonly name: string
  readonly step: PathStep
  readonly content: OwnProperty
}

/** How many parts a value has. */
export function partCount(value: unknown): number {
  if (!isContainer(value)) return 0
  return elementCount(value) + namesOf(value).length + Object.getOwnPropertySymbols(value).length
}

/** Parts of a value from `start` on: elements or entries, then named properties, then symbols. */
export function partsOf(value: unknown, start: number, count: number): Part[] {
  if (!isContainer(value)) return []
  const elements = elementCount(value)
  const parts = start < elements ? elementsOf(value, start, Math.min(count, elements - start)) : []
  if (parts.length >= count) return parts
  const names = namesOf(value).map((name): Part => {
    return { name, step: { kind: 'property', name }, content: ownProperty(value, name) ?? { value: undefined } }
  })
  const symbols = Object.getOwnPropertySymbols(value).map((symbol, index): Part => {
    const content = ownProperty(value, symbol) ?? { value: undefined }
    return { name: symbol.toString(), step: { kind: 'symbol', index }, content }
  })
  const from = Math.max(0, start - elements)
  return [...parts, ...[...names, ...symbols].slice(from, from + count - parts.length)]
}

/** A part by its step; undefined when it is not there (any more), or is computed by a getter. */
export function partAt(value: unknown, step: PathStep): unknown {
  if (!isContainer(value)) return undefined
  if (step.kind === 'entry') {
    if (entryCount(value) === undefined) return undefined
    return entriesOf(value, step.index, 1)[0]?.[step.part === 'key' ? 0 : 1]
  }
  const key =
    step.kind === 'property'
      ? step.name
      : step.kind === 'index'
        ? String(step.index)
        : Object.getOwnPropertySymbols(value)[step.index]
  const property = key === undefined ? undefined : ownProperty(value, key)
  return property && 'value' in property ? property.value : undefined
}

function isContainer(value: unknown): value is object {
  return ((typeof value === 'object' && value !== null) || typeof value === 'function') && !types.isProxy(value)
}

function elementCount(value: object): number {
  if (Array.isArray(value)) return value.length
  return typedArrayOf(value)?.length ?? entryCount(value) ?? 0
}

function elementsOf(value: object, start: number, count: number): Part[] {
  if (entryCount(value) !== undefined) {
    const isMap = types.isMap(value)
    return entriesOf(value, start, count).map(([key, item], i): Part => {
      const step: PathStep = { kind: 'entry', index: start + i, part: 'value' }
      return { name: isMap ? keyName(key, start + i) : String(start + i), step, content: { value: item } }
    })
  }
  return Array.from({ length: count }, (_, i): Part => {
    const index = start + i
    const content = ownProperty(value, String(index)) ?? { value: undefined }
    return { name: String(index), step: { kind: 'index', index }, content }
  })
}

function keyName(key: unknown, index: number): string {
  if (typeof key === 'string') return key
  return typeof key === 'object' || typeof key === 'function' ? `entry ${index}` : String(key)
}
