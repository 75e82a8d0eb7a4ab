import { asNumber, columnReader } from './aggregates/numberColumn.ts'
import { type Ordered, orderedColumn } from './aggregates/orderedColumn.ts'

/** Combines two records of a stream, the older first. */
export type ReduceFunction<T> = (a: T, b: T) => T

/** Columns of numbers, if only sometimes. */
export type NumberColumn<T> = ColumnOf<T, number>
/** Columns that rows can be ordered by: numbers, dates, text. */
export type OrderedColumn<T> = ColumnOf<T, Ordered>
type ColumnOf<T, V> = { [K in keyof T]-?: T[K] extends V | null | undefined ? K : never }[keyof T] & string

/*
 * What Flink's `sum("f")`, `min("f")` and their kind do with two records: sum, min and max keep the first record and replace
 * the one column in it, minBy and maxBy keep the whole record, of equal ones the first. Null and undefined are left out.
 */

/** The older record with the sum of both in the column. */
export function sumOf<T>(column: NumberColumn<T>): ReduceFunction<T> {
  const read = columnReader(column)
  const number = (row: T) => asNumber(read(row), `sum(${column})`, row)
  return (a, b) => {
    const [x, y] = [number(a), number(b)]
    return y === undefined ? a : { ...a, [column]: (x ?? 0) + y }
  }
}

/** The older record with the smaller (`min`) or larger (`max`) of both in the column. */
export function extremeOf<T>(kind: 'min' | 'max', column: OrderedColumn<T>): ReduceFunction<T> {
  const isBetter = comparison(kind, column)
  return (a, b) => (isBetter(b, a) ? { ...a, [column]: b[column as keyof T] } : a)
}

/** The record with the smaller (`minBy`) or larger (`maxBy`) value in the column; the older one where they are equal. */
export function extremeRowOf<T>(kind: 'minBy' | 'maxBy', column: OrderedColumn<T>): ReduceFunction<T> {
  const isBetter = comparison(kind, column)
  return (a, b) => (isBetter(b, a) ? b : a)
}

/** Whether a record has a value in the column, and a better one than another record if that has any. */
function comparison(kind: 'min' | 'max' | 'minBy' | 'maxBy', column: string): (a: unknown, b: unknown) => boolean {
  const read = orderedColumn(column, `${kind}(${column})`)
  const smaller = kind === 'min' || kind === 'minBy'
  return (a, b) => {
    const [x, y] = [read(a), read(b)]
    if (x === undefined) return false
    return y === undefined || (smaller ? x < y : x > y)
  }
}
