import { readNumbers } from '../estimator/featureReader.ts'
import type { Records } from '../estimator/vectorEstimator.ts'

/** A batch as columns of numbers: memory as large as the batch. @throws FlinknbError `MODEL` for what is no number */
export function columnsOf(
  records: Records<number | undefined>,
  features: readonly string[],
): Float64Array<ArrayBuffer>[] {
  const columns = features.map(() => [] as number[])
  const x = new Float64Array(features.length)
  records(input => {
    if (input instanceof Float64Array) x.set(input)
    else readNumbers(input, features, x)
    for (const [j, column] of columns.entries()) column.push(x[j] as number)
  })
  return columns.map(column => Float64Array.from(column))
}
