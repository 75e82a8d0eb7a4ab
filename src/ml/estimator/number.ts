import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/** Magnitudes from here on leave float64's range when squared and summed. */
export const LARGEST = 1e140

/** Whether a model can take a value: a finite number below {@link LARGEST}. */
export function isUsable(value: unknown): value is number {
  return typeof value === 'number' && value > -LARGEST && value < LARGEST
}

/**
 * The error for a value that a model cannot take.
 *
 * @param what the column and place as the user knows them: `feature 'age'`, `label in row 3`
 */
export function unusableValue(what: string, value: unknown): FlinknbError {
  return new FlinknbError('MODEL', `${what}: ${display(value)} ${complaint(value)}.`, { fix: fixFor(value) })
}

function display(value: unknown): string {
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : show(value)
}

function complaint(value: unknown): string {
  if (value === undefined || value === null) return 'is missing'
  if (typeof value !== 'number') return `is ${typeof value === 'string' ? 'text' : `a ${typeof value}`}, not a number`
  return Number.isFinite(value) ? 'is too large to be squared' : 'is not a finite number'
}

function fixFor(value: unknown): string {
  if (typeof value === 'string') return 'Convert the column to numbers, or encode it, with map() before the model.'
  if (typeof value === 'number' && Number.isFinite(value)) return 'Divide the column by a constant before the model.'
  if (typeof value === 'number' || value === undefined || value === null) {
    return 'Filter such rows out, or fill the value in, before the model.'
  }
  return 'Convert the column to numbers with map() before the model.'
}
