/** An object of JSON: plain data throughout. */
export type JsonObject = Readonly<Record<string, unknown>>

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether two JSON values say the same; the order of keys does not matter, `-0` equals `0`. */
export function jsonEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => jsonEqual(item, b[i]))
  if (!isJsonObject(a) || !isJsonObject(b)) return false
  const keys = definedKeys(a)
  return keys.length === definedKeys(b).length && keys.every(key => Object.hasOwn(b, key) && jsonEqual(a[key], b[key]))
}

/** Keys that JSON would write: those whose value is not `undefined`. */
export function definedKeys(object: JsonObject): string[] {
  return Object.keys(object).filter(key => object[key] !== undefined)
}
