import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { ClassLabel } from '../estimator/classifier.ts'
import type { Probabilities } from './classificationMetric.ts'

/**
 * Predicted probabilities of a batch: one number a row (of the positive class), one object a row (by class name, as
 * `predictProbaOne` gives it), or one array a row (in the order of `classes`, as `predictProba` gives it).
 */
export type ProbabilityRows = ArrayLike<number> | readonly Probabilities[] | readonly (readonly number[])[]

/**
 * Brings probabilities to one form: by class name.
 *
 * @param positive the class that single numbers speak of; the other one is whatever else the labels hold
 * @throws FlinknbError `MODEL` naming the row (counted from 0) that holds no probabilities
 */
export function readProbabilities(
  rows: ProbabilityRows,
  labels: readonly ClassLabel[],
  classes: readonly ClassLabel[] | undefined,
  positive: ClassLabel | undefined,
): readonly Probabilities[] {
  const distinct = [...new Set(labels)]
  const positiveName = String(positive ?? distinct.find(label => label === true || label === 1) ?? true)
  const negativeName = String(distinct.find(label => String(label) !== positiveName) ?? `not ${positiveName}`)
  const names = (classes ?? distinct.sort(inOrder)).map(String)
  return Array.from(rows as ArrayLike<unknown>, (row, r) => {
    if (typeof row === 'number' && row >= 0 && row <= 1) return { [negativeName]: 1 - row, [positiveName]: row }
    if (Array.isArray(row) && row.length === names.length && row.every(isProbability))
      return Object.fromEntries(names.map((name, k) => [name, row[k] as number]))
    if (row !== null && typeof row === 'object' && !Array.isArray(row) && Object.values(row).every(isProbability))
      return row as Probabilities
    throw new FlinknbError('MODEL', `probabilities in row ${r}: ${show(row)} are none of ${names.join(', ')}.`, {
      fix: 'Pass one number, one object by class name, or one array in the order of classes, a row, all in [0, 1].',
    })
  })
}

function isProbability(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1
}

/** The order scikit-learn gives classes: sorted. */
function inOrder(a: ClassLabel, b: ClassLabel): number {
  return a < b ? -1 : a > b ? 1 : 0
}
