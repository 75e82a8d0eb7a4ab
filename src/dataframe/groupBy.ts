import type { DataFrame } from './dataFrame.ts'
import type { Row } from './row.ts'

/** What `agg` computes of a column of each group. */
export type GroupOperation =
  | 'mean'
  | 'sum'
  | 'count'
  | 'mode'
  | 'std'
  | 'var'
  | 'median'
  | 'min'
  | 'max'
  | 'cumsum'
  | 'cumprod'
  | 'cummax'
  | 'cummin'

/** danfo.js's groups of rows with equal keys. Results have the key columns first, then `column_operation`. */
export interface GroupBy<T extends object = Row> {
  readonly ngroups: number
  col(columns: readonly (keyof T & string)[]): GroupBy<T>
  count(): DataFrame
  sum(): DataFrame
  mean(): DataFrame
  std(): DataFrame
  var(): DataFrame
  min(): DataFrame
  max(): DataFrame
  cumSum(): DataFrame
  cumMin(): DataFrame
  cumMax(): DataFrame
  cumProd(): DataFrame
  agg(operations: Readonly<Partial<Record<keyof T & string, GroupOperation | readonly GroupOperation[]>>>): DataFrame
  getGroup(keys: readonly (string | number)[]): DataFrame<T>
  apply(callable: (group: DataFrame<T>) => unknown): DataFrame
  first(): DataFrame
  last(): DataFrame
  size(): DataFrame
}
