import { FlinknbError } from '../../base/errors.ts'
import { type Batch, forEachValueRow } from '../estimator/batch.ts'
import type { Estimator } from '../estimator/estimator.ts'
import { isUsable } from '../estimator/number.ts'
import type { Transformer } from '../estimator/transformer.ts'

/**
 * What is usual of each feature: of the background rows the mean, or the most frequent value of a column that is no number;
 * without such rows the means that a scaler keeps of the features as they come.
 *
 * @throws FlinknbError `INVALID_OPTION` when there is neither
 */
export function usualValues(
  model: Estimator,
  transformers: readonly Transformer<unknown>[],
  background: Batch | undefined,
): Record<string, unknown> {
  const { features } = model
  if (background !== undefined) return usualOf(background, features)
  const scaler = transformers[0]
  if (scaler && 'mean' in scaler && Array.isArray(scaler.mean) && scaler.n > 0) {
    return Object.fromEntries(scaler.features.map((name, j) => [name, (scaler.mean as number[])[j]]))
  }
  throw new FlinknbError('INVALID_OPTION', `ml.debugOne: nobody knows what is usual of ${features.join(', ')}.`, {
    fix: 'Pass rows to compare with: ml.debugOne(model, x, { background: rows }); or put a StandardScaler first.',
  })
}

function usualOf(background: Batch, features: readonly string[]): Record<string, unknown> {
  const columns = features.map(() => new Map<unknown, number>())
  forEachValueRow(background, features, values => {
    for (const [j, counts] of columns.entries()) counts.set(values[j], (counts.get(values[j]) ?? 0) + 1)
  })
  return Object.fromEntries(features.map((name, j) => [name, usual(name, columns[j] as Map<unknown, number>)]))
}

function usual(name: string, counts: ReadonlyMap<unknown, number>): unknown {
  const entries = [...counts]
  if (entries.length === 0) {
    throw new FlinknbError('INVALID_OPTION', `ml.debugOne: background has no row for feature '${name}'.`)
  }
  const numbers = entries.filter(([value]) => isUsable(value)) as [number, number][]
  if (numbers.length === entries.length) {
    const rows = numbers.reduce((sum, [, count]) => sum + count, 0)
    return numbers.reduce((sum, [value, count]) => sum + value * (count / rows), 0)
  }
  return entries.reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0]
}
