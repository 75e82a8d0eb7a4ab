import type { IndexLabel } from './row.ts'

/** danfo.js's names of column types. Numbers are always float64, whatever the name says. */
export type DType = 'float32' | 'int32' | 'string' | 'boolean' | 'datetime' | 'undefined'

/** What arithmetic and comparison take on their right: a number for all rows, or one value a row. */
export type Operand = number | readonly number[] | Series<number | null>

/** One column of a danfo.js DataFrame. `null` stands for a missing value. */
export interface Series<V = unknown> {
  readonly values: V[]
  readonly index: IndexLabel[]
  /** Rows, and 1. */
  readonly shape: number[]
  readonly size: number
  readonly ndim: number
  readonly dtype: string
  readonly dtypes: string[]
  readonly columns: string[]
  /** Functions on text, of each value: `s.str.toLowerCase()`. */
  readonly str: SeriesText
  /** Parts of dates: `s.dt.hours()`. */
  readonly dt: SeriesDates

  /** By position: numbers, one `'from:to'` (end excluded), or a boolean for each row. */
  iloc(rows: readonly (number | string | boolean)[]): Series<V>
  /** By label of the index, or a boolean for each row. */
  loc(rows: readonly (IndexLabel | boolean)[] | Series<boolean>): Series<V>
  head(rows?: number): Series<V>
  tail(rows?: number): Series<V>
  sample(count?: number, options?: { seed?: number }): Promise<Series<V>>
  at(label: string): V | undefined
  iat(position: number): V | undefined

  add(other: Operand): Series<number>
  sub(other: Operand): Series<number>
  mul(other: Operand): Series<number>
  div(other: Operand): Series<number>
  pow(other: Operand): Series<number>
  mod(other: Operand): Series<number>
  abs(): Series<number>
  round(decimals?: number): Series<number>
  maximum(other: Operand): Series<number>
  minimum(other: Operand): Series<number>
  cumSum(): Series<number>
  cumMin(): Series<number>
  cumMax(): Series<number>
  cumProd(): Series<number>

  mean(): number
  median(): number
  mode(): V[]
  min(): number
  max(): number
  sum(): number
  /** Values that are not missing. */
  count(): number
  /** Standard deviation, dividing by n − 1. */
  std(): number
  /** Variance, dividing by n − 1. */
  var(): number
  describe(): Series<number>
  argMax(): number
  argMin(): number

  eq(other: V | readonly V[] | Series<V>): Series<boolean>
  ne(other: V | readonly V[] | Series<V>): Series<boolean>
  lt(other: Operand): Series<boolean>
  le(other: Operand): Series<boolean>
  gt(other: Operand): Series<boolean>
  ge(other: Operand): Series<boolean>
  and(other: Series<boolean> | boolean | readonly boolean[]): Series<boolean>
  or(other: Series<boolean> | boolean | readonly boolean[]): Series<boolean>

  isNa(): Series<boolean>
  dropNa(): Series<NonNullable<V>>
  fillNa(value: NonNullable<V>): Series<NonNullable<V>>
  replace(oldValue: V, newValue: V): Series<V>
  map<R>(mapping: ((value: V, index?: number) => R) | Readonly<Record<string, R>>): Series<R>
  apply<R>(callable: (value: V) => R): Series<R>
  unique(): Series<V>
  nUnique(): number
  valueCounts(): Series<number>
  dropDuplicates(options?: { keep?: 'first' | 'last' }): Series<V>
  sortValues(options?: { ascending?: boolean }): Series<V>
  argSort(options?: { ascending: boolean }): Series<number>
  setIndex(index: readonly IndexLabel[]): Series<V>
  resetIndex(): Series<V>
  append(newValue: V | readonly V[] | Series<V>, index: IndexLabel | readonly IndexLabel[]): Series<V>
  asType(dtype: Exclude<DType, 'datetime'>): Series
  copy(): Series<V>
  print(): void
  toString(): string
  toCSV(options?: { filePath?: string; sep?: string; header?: boolean }): string
  toJSON(options?: { filePath?: string; format?: 'row' | 'column' }): Record<string, V[]>
}

/** danfo.js's functions on text, each giving a column of the same length. */
export interface SeriesText {
  toLowerCase(): Series<string>
  toUpperCase(): Series<string>
  capitalize(): Series<string>
  charAt(index?: number): Series<string>
  concat(other: string | readonly string[], position?: number): Series<string>
  startsWith(text: string): Series<boolean>
  endsWith(text: string): Series<boolean>
  includes(text: string): Series<boolean>
  indexOf(text: string): Series<number>
  lastIndexOf(text: string): Series<number>
  repeat(times: number): Series<string>
  replace(search: string | RegExp, replacement: string): Series<string>
  search(text: string): Series<number>
  slice(start?: number, end?: number): Series<string>
  split(separator?: string): Series<string>
  substr(start?: number, length?: number): Series<string>
  substring(start?: number, end?: number): Series<string>
  trim(): Series<string>
  join(value: string, separator: string): Series<string>
  len(): Series<number>
}

/** danfo.js's parts of dates, in local time. */
export interface SeriesDates {
  year(): Series<number>
  month(): Series<number>
  monthName(): Series<string>
  dayOfMonth(): Series<number>
  dayOfWeek(): Series<number>
  dayOfWeekName(): Series<string>
  hours(): Series<number>
  minutes(): Series<number>
  seconds(): Series<number>
}
