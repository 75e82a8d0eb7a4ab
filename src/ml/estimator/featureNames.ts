import { FlinknbError } from '../../base/errors.ts'
import { nearestName, show } from '../../base/options.ts'

/**
 * Checks a list of feature names.
 *
 * @throws FlinknbError `INVALID_OPTION` when it is no list of distinct names
 */
export function checkFeatureNames(call: string, names: unknown): readonly string[] {
  if (!Array.isArray(names) || names.length === 0 || !names.every(name => typeof name === 'string')) {
    throw new FlinknbError('INVALID_OPTION', `${call}: features: ${show(names)} is not a list of column names.`, {
      fix: `Name at least one column, such as features: ['age', 'income'].`,
    })
  }
  const twice = names.find((name, j) => names.indexOf(name) !== j)
  if (twice !== undefined) {
    throw new FlinknbError('INVALID_OPTION', `${call}: feature '${twice}' is named twice.`, { fix: 'Name it once.' })
  }
  return names as string[]
}

/**
 * The features of an estimator after it was asked to use `names`: the known ones when these are the same set.
 *
 * @throws FlinknbError `MODEL` naming the first feature that is new or missing
 */
export function agreeOnFeatures(known: readonly string[], names: readonly string[], who: string): readonly string[] {
  if (known.length === 0) return [...checkFeatureNames(who, names)]
  const added = names.find(name => !known.includes(name))
  const missing = known.find(name => !names.includes(name))
  if (added === undefined && missing === undefined) return known
  const near = added === undefined ? undefined : nearestName(added, known)
  const problem = added !== undefined ? `does not know feature '${added}'` : `needs feature '${missing}'`
  throw new FlinknbError('MODEL', `${who} ${problem}.`, {
    fix: near
      ? `Did you mean '${near}'?`
      : `It has learned ${known.map(name => `'${name}'`).join(', ')}; use these, or a clone() for others.`,
  })
}
