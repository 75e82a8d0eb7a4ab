import type { DataFrame } from './dataFrame.ts'
import type { FrameLike, IndexLabel, Row } from './row.ts'
import type { DType, Series } from './series.ts'

/** Settings of a new frame or series. */
export interface FrameOptions {
  index?: readonly IndexLabel[]
  columns?: readonly string[]
  dtypes?: readonly DType[]
  config?: {
    tableMaxRow?: number
    tableMaxColInConsole?: number
    tableDisplayConfig?: object
    dtypeTestLim?: number
    lowMemoryMode?: boolean
  }
}

/** danfo.js's scalers: fitted on a frame, series or rows of numbers, and giving back the kind they are given. */
export interface FrameScaler {
  fit(data: FrameNumbers): this
  transform<D extends FrameNumbers>(data: D): D
  fitTransform<D extends FrameNumbers>(data: D): D
  inverseTransform<D extends FrameNumbers>(data: D): D
}

type FrameNumbers = FrameLike | Series<number> | readonly number[] | readonly (readonly number[])[]

/** Labels as numbers 0, 1, … */
export interface FrameLabelEncoder {
  fit(data: Series | readonly unknown[]): this
  transform(data: Series): Series<number>
  transform(data: readonly unknown[]): number[]
  fitTransform(data: Series): Series<number>
  fitTransform(data: readonly unknown[]): number[]
  inverseTransform(data: Series<number>): Series
  inverseTransform(data: readonly number[]): unknown[]
  readonly nClasses: number
}

/** Labels as rows with a single 1. */
export interface FrameOneHotEncoder {
  fit(data: Series | readonly unknown[]): this
  transform(data: Series): DataFrame
  transform(data: readonly unknown[]): number[][]
  fitTransform(data: Series): DataFrame
  fitTransform(data: readonly unknown[]): number[][]
}

/** danfo.js 1.2 as a namespace: the names that its documentation lists. */
export interface Danfo {
  readonly DataFrame: {
    new (rows: readonly (readonly unknown[])[], options?: FrameOptions): DataFrame
    new <T extends object>(rows: readonly T[], options?: FrameOptions): DataFrame<T>
    new <C extends Readonly<Record<string, readonly unknown[]>>>(
      columns: C,
      options?: FrameOptions,
    ): DataFrame<{ [K in keyof C]: C[K][number] }>
  }
  readonly Series: new <V>(values: readonly V[], options?: FrameOptions) => Series<V>
  readonly MinMaxScaler: new () => FrameScaler
  readonly StandardScaler: new () => FrameScaler
  readonly LabelEncoder: new () => FrameLabelEncoder
  readonly OneHotEncoder: new () => FrameOneHotEncoder
  readonly __version: string

  readCSV(path: string, options?: object): Promise<DataFrame>
  streamCSV(path: string, callback: (row: DataFrame) => void, options?: object): Promise<null>
  toCSV(data: FrameLike | Series, options?: { filePath?: string; sep?: string; header?: boolean }): string | undefined
  readJSON(path: string, options?: object): Promise<DataFrame>
  streamJSON(path: string, callback: (row: DataFrame) => void, options?: object): Promise<null>
  toJSON(data: FrameLike | Series, options?: { filePath?: string; format?: 'row' | 'column' }): Row[] | Row | undefined
  concat(options: { dfList: readonly FrameLike[]; axis: 0 | 1 }): DataFrame
  concat(options: { dfList: readonly Series[]; axis: 0 }): Series
  merge(options: {
    left: FrameLike
    right: FrameLike
    on: readonly string[]
    how: 'inner' | 'left' | 'right' | 'outer'
  }): DataFrame
  getDummies(
    data: FrameLike | Series,
    options?: { columns?: string | readonly string[]; prefix?: string | readonly string[] },
  ): DataFrame
  toDateTime(data: Series | readonly (string | Date)[]): Series<Date>
  dateRange(options: {
    start: string
    end?: string
    period?: number
    offset?: number
    freq?: 'M' | 'D' | 's' | 'm' | 'H' | 'Y'
  }): string[]
}
