import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import type { DataFrame } from '../dataframe/dataFrame.ts'
import { fromDataFrame, isDataFrame, type RowsOf } from '../dataframe/fromDataFrame.ts'
import type { FrameLike } from '../dataframe/row.ts'
import { rowsToDataFrame, rowsToDataFrameNow } from '../dataframe/rowsToDataFrame.ts'
import { DataStream } from '../engine/dataStream.ts'
import { StreamExecutionEnvironment } from '../engine/environment.ts'
import { WindowedStream } from '../engine/windowedStream.ts'
import type { TimeWindow } from '../engine/windows/windowAssigners.ts'

declare module '../engine/dataStream.ts' {
  interface DataStream<T> {
    /**
     * Runs a bounded job now and gives its records as a danfo DataFrame.
     *
     * @param options.limit stop after this many records; needed for a stream without end
     */
    toDataFrame<R extends object>(
      this: DataStream<R>,
      options?: { readonly limit?: number | undefined },
    ): Promise<DataFrame<R>>
  }
}

declare module '../engine/windowedStream.ts' {
  interface WindowedStream<T, K> {
    /** Gives each window to `fn` as a danfo DataFrame; the rows it returns, or those of the frame it returns, go on. */
    toDataFrame<In extends object, F extends FrameLike>(
      this: WindowedStream<In, K>,
      fn: (df: DataFrame<In>, key: K, window: TimeWindow) => F,
    ): DataStream<RowsOf<F>>
    toDataFrame<In extends object, R>(
      this: WindowedStream<In, K>,
      fn: (df: DataFrame<In>, key: K, window: TimeWindow) => readonly R[],
    ): DataStream<R>
  }
}

declare module '../engine/environment.ts' {
  interface StreamExecutionEnvironment {
    /** A bounded stream of the rows of a DataFrame. */
    fromDataFrame<F extends FrameLike>(df: F): DataStream<RowsOf<F>>
  }
}

/** Gives the engine's classes their DataFrame methods; the engine itself knows no frames. Called once, by the module. */
export function installDataFrameMethods(): void {
  DataStream.prototype.toDataFrame = async function toDataFrame<R extends object>(
    this: DataStream<R>,
    options: { readonly limit?: number | undefined } = {},
  ) {
    return rowsToDataFrame(await this.executeAndCollect(options))
  }
  const windowToDataFrame = function toDataFrame<In extends object, K>(
    this: WindowedStream<In, K>,
    fn: (df: DataFrame<In>, key: K, window: TimeWindow) => unknown,
  ) {
    return this.process<unknown>({
      process: (key, context, elements, out) => {
        const result = fn(rowsToDataFrameNow(elements), key, context.window)
        for (const row of rowsOf(result)) out.collect(row)
      },
    })
  }
  Object.assign(WindowedStream.prototype, { toDataFrame: windowToDataFrame })
  StreamExecutionEnvironment.prototype.fromDataFrame = function fromFrame<F extends FrameLike>(
    this: StreamExecutionEnvironment,
    df: F,
  ) {
    return this.fromCollection(fromDataFrame(df))
  }
}

function rowsOf(result: unknown): readonly unknown[] {
  if (Array.isArray(result)) return result
  if (isDataFrame(result)) return fromDataFrame(result)
  throw new FlinknbError('USER_CODE', `window.toDataFrame: the function returned ${show(result)}.`, {
    fix: 'Return a DataFrame or an array of rows.',
  })
}
