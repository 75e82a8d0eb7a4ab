/**
 * Double-double arithmetic: a number is the unevaluated sum of two float64, some 31 decimal digits.
 *
 * Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik 18 (1971);
 * Hida, Li and Bailey, "Library for double-double and quad-double arithmetic" (2007), whose names are kept.
 * Domain: magnitudes between about 1e-140 and 1e140 for products, beyond which the error term leaves float64's range.
 */
export interface DoubleDouble {
  readonly hi: number
  /** At most half a unit in the last place of `hi`. */
  readonly lo: number
}

/** 2⁻¹⁰⁴: what one double-double operation may err by, relative to its result. */
export const DOUBLE_DOUBLE_EPSILON = 2 ** -104

/** 2²⁷ + 1: splits a float64 into two halves whose products are exact (Veltkamp). */
export const SPLITTER = 134_217_729

export const ZERO: DoubleDouble = { hi: 0, lo: 0 }

export function fromNumber(value: number): DoubleDouble {
  return { hi: value, lo: 0 }
}

/** The nearest float64. */
export function toNumber(value: DoubleDouble): number {
  return value.hi + value.lo
}

/** a + b exactly, for any two float64. */
export function twoSum(a: number, b: number): DoubleDouble {
  const hi = a + b
  const back = hi - a
  return { hi, lo: a - (hi - back) + (b - back) }
}

/** a × b exactly, for any two float64 whose product neither over- nor underflows. */
export function twoProduct(a: number, b: number): DoubleDouble {
  const hi = a * b
  const splitA = SPLITTER * a
  const a1 = splitA - (splitA - a)
  const a2 = a - a1
  const splitB = SPLITTER * b
  const b1 = splitB - (splitB - b)
  const b2 = b - b1
  return { hi, lo: a1 * b1 - hi + a1 * b2 + a2 * b1 + a2 * b2 }
}

/** The sum, renormalised; the accurate form, which does not lose digits when signs differ. */
export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const high = twoSum(a.hi, b.hi)
  const low = twoSum(a.lo, b.lo)
  const first = quickTwoSum(high.hi, high.lo + low.hi)
  return quickTwoSum(first.hi, first.lo + low.lo)
}

export function negate(a: DoubleDouble): DoubleDouble {
  return { hi: -a.hi, lo: -a.lo }
}

export function subtract(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  return add(a, negate(b))
}

export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const product = twoProduct(a.hi, b.hi)
  return quickTwoSum(product.hi, product.lo + (a.hi * b.lo + a.lo * b.hi))
}

/** The quotient by long division; ±Infinity or NaN in `hi` for a divisor of 0, as in float64. */
export function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const first = a.hi / b.hi
  if (!Number.isFinite(first)) return { hi: first, lo: 0 }
  const rest = subtract(a, multiply(b, fromNumber(first)))
  const second = rest.hi / b.hi
  const third = subtract(rest, multiply(b, fromNumber(second))).hi / b.hi
  return add(quickTwoSum(first, second), fromNumber(third))
}

/** a + b exactly where |a| ≥ |b|. */
function quickTwoSum(a: number, b: number): DoubleDouble {
  const hi = a + b
  return { hi, lo: b - (hi - a) }
}
