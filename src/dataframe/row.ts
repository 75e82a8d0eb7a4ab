/** A record whose columns are not known to the type checker. */
export type Row = Record<string, unknown>

/** Names of the columns of rows of type `T`. */
export type ColumnName<T> = keyof T & string

/**
 * Holds a list of column names against the columns of `T` where the names are literals; a plain `string[]`, whose
 * names only the run knows, passes.
 */
export type KnownColumns<T, C extends readonly string[]> = string extends C[number] ? unknown : readonly ColumnName<T>[]

/** The rows left when only the columns `C` are kept; every column may be meant when the names are not literals. */
export type PickColumns<T, C extends readonly string[]> = string extends C[number]
  ? Record<string, T[ColumnName<T>]>
  : Pick<T, C[number] & keyof T>

/** The label of a row: its position at first, and whatever `setIndex` made of it. */
export type IndexLabel = string | number

/** Whatever has columns and rows as a DataFrame has: what a parameter asks for when the columns do not matter. */
export interface FrameLike {
  readonly columns: string[]
  readonly values: unknown[][]
  readonly dtypes: string[]
}
