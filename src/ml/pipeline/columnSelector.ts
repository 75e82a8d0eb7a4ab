import { FlinknbError } from '../../base/errors.ts'
import { nearestName, show } from '../../base/options.ts'
import { isMissing } from '../preprocessing/encoder.ts'

/** What a column holds, as a selector names it. */
export type ColumnType = 'number' | 'text' | 'boolean' | 'date'

/** Columns by their names, by a pattern of names, by what they hold in the first record, or all but some. */
export type ColumnSelector =
  | readonly string[]
  | RegExp
  | { readonly type: ColumnType }
  | { readonly except: readonly string[] }

const TYPES: readonly ColumnType[] = ['number', 'text', 'boolean', 'date']

/** @throws FlinknbError `INVALID_OPTION` when it is none */
export function checkSelector(selector: unknown): ColumnSelector {
  if (selector instanceof RegExp || isNames(selector)) return selector
  if (selector !== null && typeof selector === 'object') {
    const { type, except } = selector as { type?: unknown; except?: unknown }
    if (TYPES.includes(type as ColumnType)) return { type: type as ColumnType }
    if (isNames(except)) return { except }
  }
  throw new FlinknbError('INVALID_OPTION', `ml.columns: ${show(selector)} selects no columns.`, {
    fix: `Pass names (['age', 'income']), a pattern (/^item_/), { type: 'number' | 'text' | 'boolean' | 'date' } or { except: ['id'] }.`,
  })
}

/** Whether it takes a record to know the columns. */
export function needsRecord(selector: ColumnSelector): boolean {
  return 'type' in selector
}

/**
 * The places of the columns that a selector means, in the order of names where it names them, else in that of features.
 *
 * @param values the first record, for a selector by type
 * @throws FlinknbError `MODEL` for a name that is no feature, a pattern that fits none, or a missing value where the type is asked for
 */
export function selectedPlaces(
  selector: ColumnSelector,
  features: readonly string[],
  values?: ArrayLike<unknown>,
): number[] {
  if (Array.isArray(selector)) return selector.map(name => placeOf(name as string, features))
  const fits = predicate(selector as Exclude<ColumnSelector, readonly string[]>, features, values)
  const places = features.map((_, j) => j).filter(j => fits(j))
  if (places.length > 0) return places
  throw new FlinknbError(
    'MODEL',
    `ml.columns: no feature fits ${selector instanceof RegExp ? selector : show(selector)}.`,
    {
      fix: `The features: ${features.join(', ')}.`,
    },
  )
}

/** A selector as plain data. */
export function selectorToJSON(selector: ColumnSelector): unknown {
  return selector instanceof RegExp ? { pattern: selector.source, flags: selector.flags } : selector
}

/** What {@link selectorToJSON} gave. */
export function selectorFromJSON(saved: unknown): ColumnSelector {
  const { pattern, flags } = (saved ?? {}) as { pattern?: unknown; flags?: unknown }
  return checkSelector(
    typeof pattern === 'string' ? new RegExp(pattern, typeof flags === 'string' ? flags : '') : saved,
  )
}

function predicate(
  selector: Exclude<ColumnSelector, readonly string[]>,
  features: readonly string[],
  values: ArrayLike<unknown> | undefined,
): (j: number) => boolean {
  if (selector instanceof RegExp)
    return j => new RegExp(selector.source, selector.flags.replace(/[gy]/g, '')).test(features[j] as string)
  if ('except' in selector) {
    for (const name of selector.except) placeOf(name, features)
    return j => !selector.except.includes(features[j] as string)
  }
  return j => typeOf(values?.[j], features[j] as string) === selector.type
}

function typeOf(value: unknown, feature: string): ColumnType | undefined {
  if (typeof value === 'number' && !Number.isNaN(value)) return 'number'
  if (typeof value === 'string') return 'text'
  if (typeof value === 'boolean') return 'boolean'
  if (value instanceof Date) return 'date'
  if (!isMissing(value)) return undefined
  throw new FlinknbError(
    'MODEL',
    `ml.columns: feature '${feature}': ${String(value)} in the first record has no type.`,
    {
      fix: 'Select columns by name or pattern where the first record may have gaps.',
    },
  )
}

function placeOf(name: string, features: readonly string[]): number {
  const place = features.indexOf(name)
  if (place >= 0) return place
  const near = nearestName(name, features)
  throw new FlinknbError('MODEL', `ml.columns: '${name}' is no feature.`, {
    fix: near ? `Did you mean '${near}'?` : `The features: ${features.join(', ')}.`,
  })
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every(name => typeof name === 'string')
}
