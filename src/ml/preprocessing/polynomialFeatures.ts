import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { isUsable, unusableValue } from '../estimator/number.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { SPLITTER } from '../linear/doubleDouble.ts'
import type { PreciseTransformer } from '../linear/preciseLearner.ts'
import { checkBooleans } from './checkChoice.ts'
import { PlainTransformer } from './plainTransformer.ts'
import { polynomialTerms, type Term, termName } from './polynomialTerms.ts'

/** Options of {@link PolynomialFeatures}. */
export interface PolynomialFeaturesOptions {
  /** The highest degree of a product. Default 2. */
  readonly degree?: number | undefined
  /** Only products of different features, no powers. Default false. */
  readonly interactionOnly?: boolean | undefined
  /** A first column of ones. Default false: models have an intercept of their own. */
  readonly includeBias?: boolean | undefined
}

/**
 * Powers and products of features up to a degree, in the order and with the names of scikit-learn's `PolynomialFeatures`.
 * Products are formed in double-double; before `LinearRegression` the digits beyond float64 are handed on, so that a
 * polynomial of degree 10 keeps its coefficients (NIST's Filip). Learns nothing.
 *
 * Width: (d + degree)! / (d! degree!) − 1 features.
 *
 * @example new ml.PolynomialFeatures().transformOne({ a: 2, b: 3 }) // { a: 2, b: 3, 'a^2': 4, 'a b': 6, 'b^2': 9 }
 */
export class PolynomialFeatures extends PlainTransformer implements PreciseTransformer {
  readonly type = 'PolynomialFeatures'
  readonly options: { readonly degree: number; readonly interactionOnly: boolean; readonly includeBias: boolean }
  #names: readonly string[] = []
  /** Features at first, and after each extension: terms of features that came later stand behind the others. */
  #widths: readonly number[] = []
  /** Term t is its parent, a term before it or −1 for the bias, times feature `#factor[t]`, or 1 where that is −1. */
  #parent: readonly number[] = []
  #factor: readonly number[] = []
  #terms: readonly Term[] = []

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: PolynomialFeaturesOptions = {}) {
    super()
    checkOptionNames('PolynomialFeatures', options, ['degree', 'interactionOnly', 'includeBias'])
    const { degree = 2, interactionOnly = false, includeBias = false } = options
    checkNumber('PolynomialFeatures', 'degree', degree, { from: 1, to: 20, whole: true })
    checkBooleans('PolynomialFeatures', { interactionOnly, includeBias })
    this.options = { degree, interactionOnly, includeBias }
  }

  override get outputFeatures(): readonly string[] {
    return this.#names
  }

  transformVector(x: Float64Array, out: Float64Array): void {
    for (let t = 0; t < this.#parent.length; t++) {
      const parent = this.#parent[t] as number
      const factor = this.#factor[t] as number
      out[t] = (parent < 0 ? 1 : (out[parent] as number)) * (factor < 0 ? 1 : (x[factor] as number))
    }
    this.check(out)
  }

  transformPrecisely(x: Float64Array, out: Float64Array, low: Float64Array): void {
    for (let t = 0; t < this.#parent.length; t++) {
      const parent = this.#parent[t] as number
      const factor = this.#factor[t] as number
      const a = parent < 0 ? 1 : (out[parent] as number)
      const aLow = parent < 0 ? 0 : (low[parent] as number)
      const b = factor < 0 ? 1 : (x[factor] as number)
      // (a + aLow) × b, as doubleDouble's multiply: written out, as this runs for every term of every record.
      const hi = a * b
      const splitA = SPLITTER * a
      const a1 = splitA - (splitA - a)
      const a2 = a - a1
      const splitB = SPLITTER * b
      const b1 = splitB - (splitB - b)
      const b2 = b - b1
      const rest = a1 * b1 - hi + a1 * b2 + a2 * b1 + a2 * b2 + aLow * b
      out[t] = hi + rest
      low[t] = rest - ((out[t] as number) - hi)
    }
    this.check(out)
  }

  clone(): PolynomialFeatures {
    return new PolynomialFeatures(this.options)
  }

  protected override saved(): Readonly<Record<string, unknown>> {
    return { widths: this.#widths }
  }

  protected override restoreSaved({ widths }: Readonly<Record<string, unknown>>): void {
    if (!Array.isArray(widths) || (widths.at(-1) ?? 0) !== this.features.length) {
      throw new FlinknbError('MODEL', `PolynomialFeatures: the saved widths ${show(widths)} are damaged.`, {
        fix: 'Pass what toJSON() gave.',
      })
    }
    this.#widths = []
    for (const width of widths as number[]) this.prepare(this.features.slice(0, width), this.#widths.at(-1) ?? 0)
  }

  protected override prepare(features: readonly string[], known: number): void {
    const { degree, interactionOnly, includeBias } = this.options
    const added = polynomialTerms(features.length, degree, interactionOnly, known)
    if (known > 0) this.#terms = [...this.#terms, ...added]
    else this.#terms = [...(includeBias && features.length > 0 ? [[]] : []), ...added]
    this.#widths = features.length === 0 ? [] : known > 0 ? [...this.#widths, features.length] : [features.length]
    const places = new Map(this.#terms.map((term, t) => [term.join(), t]))
    this.#parent = this.#terms.map(term => (term.length < 2 ? -1 : (places.get(term.slice(0, -1).join()) as number)))
    this.#factor = this.#terms.map(term => term.at(-1) ?? -1)
    this.#names = this.#terms.map(term => termName(term, features))
  }

  private check(out: Float64Array): void {
    for (let t = 0; t < out.length; t++) {
      if (!isUsable(out[t])) throw unusableValue(`feature '${this.#names[t]}'`, out[t])
    }
  }
}
