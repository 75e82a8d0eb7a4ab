import { type Batch, forEachRow } from '../estimator/batch.ts'

/** The numbers of a batch, row by row in one array. @throws FlinknbError `MODEL` naming row, column and value of what is no number */
export function readBatch(X: Batch, features: readonly string[], rows: number): Float64Array {
  const x = new Float64Array(rows * features.length)
  forEachRow(X, features, (row, r) => x.set(row, r * features.length))
  return x
}
