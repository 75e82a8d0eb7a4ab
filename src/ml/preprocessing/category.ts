import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { isMissing } from './encoder.ts'

/** What a missing value is called among the categories of a column; the text `null` is the same one. */
export const MISSING = 'null'

/**
 * The name of a category: text as it is, numbers and booleans as text, dates as ISO text. The number 1 and the text '1' are
 * one category.
 *
 * @param missing `'category'`: a missing value is a category of its own
 * @throws FlinknbError `MODEL` naming the feature and a value that can name no category, or is missing
 */
export function categoryOf(value: unknown, feature: string, missing: 'category' | 'error'): string {
  if (typeof value === 'string') return value
  if (isMissing(value)) {
    if (missing === 'category') return MISSING
    throw new FlinknbError('MODEL', `feature '${feature}': ${String(value)} is missing.`, {
      fix: `Fill it in with an Imputer, filter such rows out, or set missing: 'category'.`,
    })
  }
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString()
  throw new FlinknbError('MODEL', `feature '${feature}': ${show(value)} is no category.`, {
    fix: 'Categories are text, numbers, booleans or dates; make one of it with ml.rowFeatures() or map().',
  })
}

/** The error for a category that was never learned, where that is not allowed. */
export function unseenCategory(who: string, feature: string, category: string, known: Iterable<string>): FlinknbError {
  return new FlinknbError('MODEL', `${who}: feature '${feature}': ${show(category)} is an unseen category.`, {
    fix: `Known: ${show([...known])}. Name it in categories, or set unseen otherwise.`,
  })
}

/**
 * Checks the option `categories`: lists of values by feature.
 *
 * @throws FlinknbError `INVALID_OPTION`
 */
export function checkCategories(call: string, categories: unknown): Readonly<Record<string, readonly string[]>> | null {
  if (categories === undefined || categories === null) return null
  const entries = typeof categories === 'object' ? Object.entries(categories) : []
  const lists = entries.map(([feature, list]) => {
    if (!Array.isArray(list)) return undefined
    const names = list.map(value => categoryOf(value, feature, 'category'))
    return new Set(names).size === names.length ? ([feature, names] as const) : undefined
  })
  if (entries.length > 0 && lists.every(list => list !== undefined)) return Object.fromEntries(lists)
  throw new FlinknbError(
    'INVALID_OPTION',
    `${call}: categories: ${show(categories)} are no lists of different values.`,
    {
      fix: `Pass a list for each feature, such as { city: ['Rome', 'Oslo'] }.`,
    },
  )
}
