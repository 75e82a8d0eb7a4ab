import type { GroupBy } from './groupBy.ts'
import type { ColumnName, FrameLike, IndexLabel, KnownColumns, PickColumns, Row } from './row.ts'
import type { DType, Operand, Series } from './series.ts'

/**
 * A danfo.js DataFrame that knows its columns: `df['price']` is a `Series<number>` where the rows have a number
 * `price`, and a name that no row has is a type error.
 *
 * A column named as one of the methods (`mean`, `count`) is read with `df.column('mean')`: `df['mean']` is the method.
 */
export type DataFrame<T extends object = Row> = DataFrameMethods<T> & DataFrameColumns<T>

/** The columns as properties. */
export type DataFrameColumns<T extends object> = {
  readonly [K in Exclude<ColumnName<T>, keyof DataFrameMethods<Row>>]: Series<T[K]>
}

interface AxisOption {
  /** 0: down each column; 1 (danfo's default): along each row. */
  axis?: 0 | 1
}

/** What every DataFrame has. Operations give a new frame; danfo's `inplace` is left out on purpose. */
export interface DataFrameMethods<T extends object> {
  /** The rows, each a list in the order of `columns`. */
  readonly values: T[ColumnName<T>][][]
  readonly columns: string[]
  readonly index: IndexLabel[]
  readonly dtypes: string[]
  /** Rows and columns. */
  readonly shape: number[]
  readonly size: number
  readonly ndim: number
  readonly axis: { index: IndexLabel[]; columns: string[] }
  /** Names of types by column. */
  readonly ctypes: Series<string>
  /** Rows and columns exchanged. */
  readonly T: DataFrame

  column<K extends ColumnName<T>>(name: K): Series<T[K]>
  /** By label of the index (or a boolean for each row) and by column name. */
  loc<const C extends readonly string[]>(selection: {
    rows?: readonly (IndexLabel | boolean)[] | Series<boolean>
    columns: C & KnownColumns<T, C>
  }): DataFrame<PickColumns<T, C>>
  loc(selection: { rows: readonly (IndexLabel | boolean)[] | Series<boolean> }): DataFrame<T>
  /** By position: numbers, one `'from:to'` (end excluded), or a boolean for each row. */
  iloc(selection: { rows?: readonly (number | string | boolean)[] | Series<boolean> }): DataFrame<T>
  iloc(selection: {
    rows?: readonly (number | string | boolean)[] | Series<boolean>
    columns: readonly (number | string)[]
  }): DataFrame
  at<K extends ColumnName<T>>(label: IndexLabel, column: K): T[K] | undefined
  iat(row: number, column: number): T[ColumnName<T>] | undefined
  head(rows?: number): DataFrame<T>
  tail(rows?: number): DataFrame<T>
  sample(count?: number, options?: { seed?: number }): Promise<DataFrame<T>>
  /** The rows where the condition holds. */
  query(condition: Series<boolean> | readonly boolean[]): DataFrame<T>
  selectDtypes(include: readonly DType[]): DataFrame<Partial<T>>

  addColumn<N extends string, V>(
    name: N,
    values: readonly V[] | Series<V>,
    options?: { atIndex?: number | string },
  ): DataFrame<Omit<T, N> & Record<N, V>>
  drop<const C extends readonly ColumnName<T>[]>(options: { columns: C }): DataFrame<Omit<T, C[number]>>
  drop<K extends ColumnName<T>>(options: { columns: K }): DataFrame<Omit<T, K>>
  drop(options: { index: readonly IndexLabel[] }): DataFrame<T>
  rename<const M extends Readonly<Partial<Record<ColumnName<T>, string>>>>(
    mapper: M,
  ): DataFrame<{ [K in keyof T as K extends keyof M ? (M[K] extends string ? M[K] : K) : K]: T[K] }>
  sortValues(column: ColumnName<T>, options?: { ascending?: boolean }): DataFrame<T>
  sortIndex(options?: { ascending?: boolean }): DataFrame<T>
  setIndex(options: { index: readonly IndexLabel[] }): DataFrame<T>
  setIndex<K extends ColumnName<T>>(options: { column: K; drop?: boolean }): DataFrame<T>
  resetIndex(): DataFrame<T>
  append(rows: readonly unknown[] | FrameLike, index: IndexLabel | readonly IndexLabel[]): DataFrame<T>
  copy(): DataFrame<T>
  transpose(): DataFrame
  asType(column: ColumnName<T>, dtype: 'float32' | 'int32' | 'string' | 'boolean'): DataFrame
  replace(oldValue: unknown, newValue: unknown, options?: { columns?: readonly ColumnName<T>[] }): DataFrame<T>
  fillNa(value: unknown, options?: { columns?: readonly ColumnName<T>[] }): DataFrame<T>
  dropNa(options?: AxisOption): DataFrame<T>
  isNa(): DataFrame<{ [K in keyof T]: boolean }>
  apply(callable: (values: T[ColumnName<T>][]) => unknown, options?: AxisOption): DataFrame | Series
  applyMap(callable: (value: T[ColumnName<T>]) => unknown): DataFrame
  groupby(columns: readonly ColumnName<T>[]): GroupBy<T>
  getDummies(options?: {
    columns?: ColumnName<T> | readonly ColumnName<T>[]
    prefix?: string | readonly string[]
  }): DataFrame
  nUnique(axis?: 0 | 1): Series<number>

  /** Count, mean, std, min, median, max and variance of each column that is not text. */
  describe(): DataFrame<{ [K in keyof T]: number }>
  count(options?: AxisOption): Series<number>
  sum(options?: AxisOption): Series<number>
  mean(options?: AxisOption): Series<number>
  median(options?: AxisOption): Series<number>
  mode(options?: AxisOption & { keep?: number }): Series
  min(options?: AxisOption): Series<number>
  max(options?: AxisOption): Series<number>
  std(options?: AxisOption): Series<number>
  var(options?: AxisOption): Series<number>

  add(other: Operand | FrameLike, options?: AxisOption): DataFrame<{ [K in keyof T]: number }>
  sub(other: Operand | FrameLike, options?: AxisOption): DataFrame<{ [K in keyof T]: number }>
  mul(other: Operand | FrameLike, options?: AxisOption): DataFrame<{ [K in keyof T]: number }>
  div(other: Operand | FrameLike, options?: AxisOption): DataFrame<{ [K in keyof T]: number }>
  divNoNan(other: Operand | FrameLike, options?: AxisOption): DataFrame<{ [K in keyof T]: number }>
  pow(other: Operand | FrameLike, options?: AxisOption): DataFrame<{ [K in keyof T]: number }>
  mod(other: Operand | FrameLike, options?: AxisOption): DataFrame<{ [K in keyof T]: number }>
  eq(other: Operand | FrameLike, options?: AxisOption): DataFrame<{ [K in keyof T]: boolean }>
  ne(other: Operand | FrameLike, options?: AxisOption): DataFrame<{ [K in keyof T]: boolean }>
  lt(other: Operand | FrameLike, options?: AxisOption): DataFrame<{ [K in keyof T]: boolean }>
  le(other: Operand | FrameLike, options?: AxisOption): DataFrame<{ [K in keyof T]: boolean }>
  gt(other: Operand | FrameLike, options?: AxisOption): DataFrame<{ [K in keyof T]: boolean }>
  ge(other: Operand | FrameLike, options?: AxisOption): DataFrame<{ [K in keyof T]: boolean }>
  abs(): DataFrame<T>
  round(decimals?: number): DataFrame<T>
  cumSum(options?: AxisOption): DataFrame<T>
  cumMin(options?: AxisOption): DataFrame<T>
  cumMax(options?: AxisOption): DataFrame<T>
  cumProd(options?: AxisOption): DataFrame<T>
  diff(periods: number, options?: AxisOption): DataFrame<T>
  pctChange(periods: number, options?: AxisOption): DataFrame<T>

  /** Prints a table of the first rows. */
  print(): void
  toString(): string
  /** CSV by RFC 4180: values with a separator, a quote or a line break are quoted. Written to `filePath` where given. */
  toCSV(options?: { sep?: string; header?: boolean }): string
  toCSV(options: { filePath: string; sep?: string; header?: boolean }): undefined
  /** Records (`format: 'column'`, danfo's default), or an object of columns (`'row'`). */
  toJSON(options?: { format?: 'column' }): T[]
  toJSON(options: { format: 'row' }): { [K in keyof T]: T[K][] }
  toJSON(options: { filePath: string; format?: 'row' | 'column' }): undefined
}
