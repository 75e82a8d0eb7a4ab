import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/** Values to try, by parameter. */
export type ParameterGrid = Readonly<Record<string, readonly unknown[]>>

/** One choice from a grid. */
export type ParametersOf<G> = G extends ParameterGrid ? { readonly [K in keyof G]: G[K][number] } : never

/** Columns of results, which no parameter can be called. */
const RESERVED = /^(score|std|rank|records|rung|split\d+)$/

/**
 * Every combination, in the order of scikit-learn's `ParameterGrid`: names sorted, the last one changing fastest; of several
 * grids one after the other.
 *
 * @throws FlinknbError `INVALID_OPTION` when it is no grid, or holds no values for a name
 */
export function parameterGrid<const G extends ParameterGrid>(grid: G | readonly G[]): ParametersOf<G>[] {
  const grids: readonly unknown[] = Array.isArray(grid) ? grid : [grid]
  return grids.flatMap(each => combinations(each)) as unknown as ParametersOf<G>[]
}

function combinations(grid: unknown): Record<string, unknown>[] {
  if (grid === null || typeof grid !== 'object' || Object.keys(grid).length === 0) {
    throw new FlinknbError('INVALID_OPTION', `ml.gridSearch: grid: ${show(grid)} names nothing to try.`, {
      fix: 'Pass values by parameter, such as { l2: [0.1, 1, 10] }.',
    })
  }
  const names = Object.keys(grid).sort()
  let found: Record<string, unknown>[] = [{}]
  for (const name of names) {
    const values = (grid as Readonly<Record<string, unknown>>)[name]
    if (!Array.isArray(values) || values.length === 0 || RESERVED.test(name)) {
      throw new FlinknbError('INVALID_OPTION', `ml.gridSearch: grid: ${name}: ${show(values)} cannot be tried.`, {
        fix: RESERVED.test(name) ? 'Results have a column of that name; call it otherwise.' : 'Pass a list of values.',
      })
    }
    found = found.flatMap(chosen => values.map(value => ({ ...chosen, [name]: value })))
  }
  return found
}
