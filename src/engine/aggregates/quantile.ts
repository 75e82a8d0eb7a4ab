import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { Aggregate, RowWith } from './aggregate.ts'
import { asNumber, columnReader } from './numberColumn.ts'
import { objectAggregate } from './objectAggregate.ts'

/**
 * Exact quantile of a column by linear interpolation (Hyndman and Fan 1996, type 7: the default of numpy and pandas);
 * null when it had no value. Keeps every value of the window: 8 bytes a record.
 *
 * @param q between 0 and 1
 * @example .aggregate({ p95: quantile('price', 0.95) })
 */
export function quantile<C extends string>(column: C, q: number): Aggregate<RowWith<C, number | Date>, number | null> {
  const name = `quantile(${column}, ${show(q)})`
  if (typeof q !== 'number' || !(q >= 0 && q <= 1)) {
    throw new FlinknbError('INVALID_OPTION', `${name}: q must be between 0 and 1.`, {
      fix: `The 95th percentile is 0.95.`,
    })
  }
  const read = columnReader(column)
  return objectAggregate<RowWith<C, number | Date>, number[], number | null>(name, {
    create: () => [],
    add: (values, record) => {
      const v = asNumber(read(record), name, record)
      if (v !== undefined) values.push(v)
    },
    merge: (values, other) => {
      for (const v of other) values.push(v)
    },
    value: values => (values.length === 0 ? null : interpolate(Float64Array.from(values).sort(), q)),
  })
}

/** @param sorted ascending, at least one value */
function interpolate(sorted: Float64Array, q: number): number {
  const position = (sorted.length - 1) * q
  const below = Math.floor(position)
  const low = sorted[below] as number
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number
  return low + (high - low) * (position - below)
}
