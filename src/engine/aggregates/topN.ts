import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { Aggregate, RowWith } from './aggregate.ts'
import { objectAggregate } from './objectAggregate.ts'
import { type Ordered, orderedColumn } from './orderedColumn.ts'

/**
 * The `n` rows with the largest values of a column, largest first; of equal ones those that came first. Keeps `n` rows.
 *
 * @example .windowAll(TumblingEventTimeWindows.of('1min')).aggregate({ best: topN('price', 10) })
 */
export function topN<C extends string, Row extends RowWith<C, Ordered>>(column: C, n: number): Aggregate<Row, Row[]> {
  const name = `topN(${column}, ${show(n)})`
  if (!Number.isInteger(n) || n < 1) {
    throw new FlinknbError('INVALID_OPTION', `${name}: n must be a number of rows above 0.`)
  }
  const read = orderedColumn(column, name)
  const insert = (rows: Row[], row: Row) => {
    const value = read(row)
    if (value === undefined) return
    let at = rows.length
    while (at > 0 && value > (read(rows[at - 1]) as typeof value)) at--
    if (at >= n) return
    rows.splice(at, 0, row)
    if (rows.length > n) rows.pop()
  }
  return objectAggregate<Row, Row[], Row[]>(name, {
    byArrival: true,
    create: () => [],
    add: insert,
    merge: (rows, others) => {
      for (const row of others) insert(rows, row)
    },
    value: rows => [...rows],
  })
}
