import type { PolynomialFeatures } from '../../preprocessing/polynomialFeatures.ts'
import { polynomialTerms, type Term } from '../../preprocessing/polynomialTerms.ts'
import type { ConvertTransformer } from '../conversion.ts'
import { matrixWire, repeated } from '../wire.ts'

/** Factor after factor: the first of all terms, times the second of all, … with a column of ones where a term has no more. */
export const convertPolynomialFeatures: ConvertTransformer<PolynomialFeatures> = (polynomial, wire, { graph }) => {
  const terms = termsOf(polynomial)
  const ones = wire.width
  const withOnes = graph.op('Concat', [wire.matrix(), repeated(graph, wire, [1])], { axis: 1 })
  const factors = Array.from({ length: polynomial.options.degree }, (_, d) =>
    graph.op('Gather', [withOnes, graph.integers(terms.map(term => term[d] ?? ones))], { axis: 1 }),
  )
  const product = factors.reduce((left, right) => graph.op('Mul', [left, right]))
  return matrixWire(graph, product, terms.length)
}

/** In the order of the outputs: terms of features that came later stand behind the others. */
function termsOf(polynomial: PolynomialFeatures): Term[] {
  const { degree, interactionOnly, includeBias } = polynomial.options
  const { widths } = polynomial.toJSON().state as { readonly widths: readonly number[] }
  const added = widths.flatMap((width, i) => polynomialTerms(width, degree, interactionOnly, widths[i - 1] ?? 0))
  return includeBias ? [[], ...added] : added
}
