/**
 * A copy of plain data that shares nothing which could change: of objects, arrays, maps, sets, dates and typed arrays, and
 * what they hold. Anything else (objects of classes, functions) is taken for a value and shared.
 */
export function copyPlainData<T>(value: T): T {
  return copyOf(value) as T
}

/** Whether {@link copyPlainData} copies all of it. */
export function isPlainData(value: unknown): boolean {
  if (typeof value === 'function') return false
  if (typeof value !== 'object' || value === null) return true
  if (value instanceof Date || isTypedArray(value)) return true
  if (Array.isArray(value)) return value.every(isPlainData)
  if (value instanceof Map) return [...value].every(([key, item]) => isPlainData(key) && isPlainData(item))
  if (value instanceof Set) return [...value].every(isPlainData)
  return isPlainObject(value) && Object.values(value).every(isPlainData)
}

function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(copyOf)
  if (isPlainObject(value)) {
    const copy: Record<string, unknown> = {}
    for (const name in value) copy[name] = copyOf(value[name])
    return copy
  }
  if (value instanceof Map) return new Map(Array.from(value, ([key, item]) => [key, copyOf(item)]))
  if (value instanceof Set) return new Set(value)
  if (value instanceof Date) return new Date(value)
  return isTypedArray(value) ? value.slice() : value
}

function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function isTypedArray(value: object): value is Float64Array {
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
}
