import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import type { DataFrameMethods } from './dataFrame.ts'
import type { FrameLike, Row } from './row.ts'

/** The rows that a frame's type promises; records of unknown columns for a frame that promises none. */
export type RowsOf<F extends FrameLike> = F extends DataFrameMethods<infer T> ? T : Row

/**
 * The rows of a DataFrame as records, in its order; NaN and undefined stay what they are.
 *
 * @throws FlinknbError `INVALID_OPTION` when it is no DataFrame
 */
export function fromDataFrame<F extends FrameLike>(df: F): RowsOf<F>[] {
  if (!isDataFrame(df)) {
    throw new FlinknbError('INVALID_OPTION', `fromDataFrame: expected a DataFrame, got ${show(df)}.`, {
      fix: 'Give it what toDataFrame() or new dfd.DataFrame(…) returned; for records use env.fromCollection.',
    })
  }
  const { columns, values } = df
  return values.map(row => {
    const record: Record<string, unknown> = {}
    for (let j = 0; j < columns.length; j++) record[columns[j] as string] = row[j]
    return record as RowsOf<F>
  })
}

/** Whether a value is a danfo DataFrame, told by its parts: danfo need not be loaded to ask. */
export function isDataFrame(value: unknown): value is FrameLike {
  if (value === null || typeof value !== 'object' || !('$isSeries' in value) || value.$isSeries !== false) return false
  const { columns, values } = value as Partial<FrameLike>
  return Array.isArray(columns) && Array.isArray(values)
}

/** Whether a value is a danfo Series. */
export function isSeries(
  value: unknown,
): value is { readonly values: unknown[]; readonly index: (string | number)[]; readonly columns: string[] } {
  return value !== null && typeof value === 'object' && '$isSeries' in value && value.$isSeries === true
}
