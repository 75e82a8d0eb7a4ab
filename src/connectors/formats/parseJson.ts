/** Sixteen digits or more that no digit, letter, point or quote precedes: perhaps an integer beyond 2⁵³. */
const LONG_INTEGER = /(?<![\d.\w"])\d{16,}(?![\d.eE"])/
/** An exponent of three digits, or a very long number: perhaps beyond 1.8e308. */
const HUGE_NUMBER = /\d[eE]\+?\d{3}|\d{300}/

interface NumberSource {
  readonly source?: string
}

/**
 * `JSON.parse` that loses no digits: integers beyond ±2⁵³ come as their text. Whether a text may hold such numbers is
 * asked first, because looking at the source of every number is ten times slower.
 *
 * @throws SyntaxError as `JSON.parse` does, and Error for a number beyond ±1.8e308, which would become infinite
 */
export function parseJson(text: string): unknown {
  return mayHoldInexact(text) ? JSON.parse(text, exact as (key: string, value: unknown) => unknown) : JSON.parse(text)
}

/** Whether a text may hold numbers that `JSON.parse` would change. */
export function mayHoldInexact(text: string): boolean {
  return LONG_INTEGER.test(text) || HUGE_NUMBER.test(text)
}

function exact(key: string, value: unknown, context: NumberSource | undefined): unknown {
  if (typeof value !== 'number') return value
  if (!Number.isFinite(value)) throw new Error(`'${key}': ${context?.source ?? value} is larger than a number can be`)
  const source = context?.source
  return source !== undefined && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? source : value
}
