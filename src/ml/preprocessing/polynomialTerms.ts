/** A product of features by their places, ascending; a place stands as often as its power says. Empty: the bias 1. */
export type Term = readonly number[]

/**
 * All products of `width` features, by degree, then by the places of their features (scikit-learn's order).
 *
 * @param from only those with a feature at this place or behind it
 */
export function polynomialTerms(width: number, degree: number, interactionOnly: boolean, from = 0): Term[] {
  const terms: Term[] = []
  let level: Term[] = [[]]
  for (let d = 1; d <= degree; d++) {
    level = level.flatMap(term => {
      const last = term.at(-1)
      const first = last === undefined ? 0 : interactionOnly ? last + 1 : last
      return Array.from({ length: Math.max(0, width - first) }, (_, i) => [...term, first + i])
    })
    terms.push(...level.filter(term => (term.at(-1) as number) >= from))
  }
  return terms
}

/** `a`, `a^2`, `a b`, `1`: scikit-learn's names. */
export function termName(term: Term, features: readonly string[]): string {
  if (term.length === 0) return '1'
  const powers = new Map<number, number>()
  for (const place of term) powers.set(place, (powers.get(place) ?? 0) + 1)
  return [...powers].map(([place, power]) => (power === 1 ? features[place] : `${features[place]}^${power}`)).join(' ')
}
