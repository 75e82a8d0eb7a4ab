interface NumberSource {
  readonly source?: string
}

/**
 * `JSON.parse` that loses no digits: integers beyond ±2⁵³ come as their text. Only a text in which a number that large was
 * found is parsed again with a look at the source of its numbers, which is many times slower.
 *
 * @throws SyntaxError as `JSON.parse` does, and Error for a number beyond ±1.8e308, which would become infinite
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  return holdsLargeNumber(value) ? JSON.parse(text, exact as (key: string, value: unknown) => unknown) : value
}

/** Whether a number of ±2⁵³ or more is in it: that is what an integer that was rounded has become, and infinity. */
function holdsLargeNumber(value: unknown): boolean {
  if (typeof value === 'number') return !(value > -(2 ** 53) && value < 2 ** 53)
  if (typeof value !== 'object' || value === null) return false
  for (const key in value) {
    if (holdsLargeNumber((value as Record<string, unknown>)[key])) return true
  }
  return false
}

function exact(key: string, value: unknown, context: NumberSource | undefined): unknown {
  if (typeof value !== 'number') return value
  if (!Number.isFinite(value)) throw new Error(`'${key}': ${context?.source ?? value} is larger than a number can be`)
  const source = context?.source
  return source !== undefined && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? source : value
}
