import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/** Values an option takes: `above` and `below` are left out themselves, `from` and `to` are not. */
export interface NumberRange {
  readonly from?: number
  readonly above?: number
  readonly below?: number
  readonly to?: number
  readonly whole?: boolean
}

/**
 * Holds a number that a user gave against its range.
 *
 * @throws FlinknbError `INVALID_OPTION` naming call, option and value, and what it takes
 */
export function checkNumber(call: string, name: string, value: unknown, range: NumberRange): asserts value is number {
  const { from = Number.NEGATIVE_INFINITY, above, below, to = Number.POSITIVE_INFINITY, whole = false } = range
  const fits =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= from &&
    value <= to &&
    (above === undefined || value > above) &&
    (below === undefined || value < below) &&
    (!whole || Number.isInteger(value))
  if (fits) return
  throw new FlinknbError('INVALID_OPTION', `${call}: ${name}: ${display(value)} cannot be used.`, {
    fix: `Pass a ${whole ? 'whole' : 'finite'} number${wordsFor(range)}.`,
  })
}

function display(value: unknown): string {
  return typeof value === 'number' ? String(value) : show(value)
}

function wordsFor({ from, above, below, to }: NumberRange): string {
  const low = from !== undefined ? ` of ${from} or more` : above !== undefined ? ` above ${above}` : ''
  const high =
    to !== undefined
      ? `${low ? ' and' : ''} at most ${to}`
      : below !== undefined
        ? `${low ? ' and' : ''} below ${below}`
        : ''
  return low + high
}
