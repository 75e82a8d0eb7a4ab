import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { shuffleInPlace } from './shuffle.ts'

/** Options of {@link trainTestSplit}. */
export interface TrainTestSplitOptions {
  /** A share between 0 and 1, rounded up to whole rows, or a whole number of rows. Default 0.25. */
  readonly testSize?: number | undefined
  /** Default 0: the same data and seed give the same split. */
  readonly seed?: number | undefined
  /** False takes the last rows as the test set, in order, as a time series needs. Default true. */
  readonly shuffle?: boolean | undefined
}

/** A DataFrame that can be taken apart by position (danfo.js's `DataFrame`). */
export interface SplittableFrame {
  readonly shape: readonly number[]
  iloc(args: { rows: number[] }): unknown
}

/**
 * Splits rows or a DataFrame into a training and a test set, of the sizes scikit-learn takes: the test set is
 * `ceil(n · testSize)` rows. Shuffled by a seeded Fisher–Yates, so that every split can be repeated.
 *
 * @throws FlinknbError `INVALID_OPTION` for a wrong option or a size that leaves one set empty
 * @example const [train, test] = ml.trainTestSplit(df, { testSize: 0.2, seed: 42 })
 */
export function trainTestSplit<F extends SplittableFrame>(data: F, options?: TrainTestSplitOptions): [train: F, test: F]
export function trainTestSplit<T>(data: readonly T[], options?: TrainTestSplitOptions): [train: T[], test: T[]]
export function trainTestSplit(
  data: readonly unknown[] | SplittableFrame,
  options: TrainTestSplitOptions = {},
): [unknown, unknown] {
  checkOptionNames('ml.trainTestSplit', options, ['testSize', 'seed', 'shuffle'])
  const { testSize = 0.25, seed = 0, shuffle = true } = options
  if (!Number.isFinite(seed)) {
    throw new FlinknbError('INVALID_OPTION', `ml.trainTestSplit: seed: ${show(seed)} is not a number.`)
  }
  const rows = rowCount(data)
  const testRows = testRowCount(rows, testSize)
  const order = Array.from({ length: rows }, (_, i) => i)
  if (shuffle) shuffleInPlace(order, seed)
  // As scikit-learn: shuffled, the test set is the front of the permutation; in order, the end of the data.
  const test = shuffle ? order.slice(0, testRows) : order.slice(rows - testRows)
  const train = shuffle ? order.slice(testRows) : order.slice(0, rows - testRows)
  return isArray(data)
    ? [train.map(i => data[i]), test.map(i => data[i])]
    : [data.iloc({ rows: train }), data.iloc({ rows: test })]
}

function rowCount(data: readonly unknown[] | SplittableFrame): number {
  const rows = isArray(data) ? data.length : data?.shape?.[0]
  if (rows !== undefined && (isArray(data) || typeof data.iloc === 'function')) return rows
  throw new FlinknbError('INVALID_OPTION', `ml.trainTestSplit: ${show(data)} cannot be split.`, {
    fix: 'Pass an array of rows or a DataFrame.',
  })
}

function testRowCount(rows: number, testSize: number): number {
  const share = testSize > 0 && testSize < 1
  if (!share && !(Number.isInteger(testSize) && testSize >= 1)) {
    throw new FlinknbError('INVALID_OPTION', `ml.trainTestSplit: testSize: ${show(testSize)} is no size.`, {
      fix: 'Pass a share between 0 and 1, or a whole number of rows.',
    })
  }
  const testRows = share ? Math.ceil(rows * testSize) : testSize
  if (testRows < rows) return testRows
  throw new FlinknbError(
    'INVALID_OPTION',
    `ml.trainTestSplit: testSize ${testSize} of ${rows} rows leaves none to train on.`,
    {
      fix: 'Pass more rows or a smaller testSize.',
    },
  )
}

function isArray(data: readonly unknown[] | SplittableFrame): data is readonly unknown[] {
  return Array.isArray(data)
}
