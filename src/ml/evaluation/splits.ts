import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { ClassLabels } from '../estimator/classifier.ts'
import { readClassLabels } from '../estimator/vectorClassifier.ts'
import { shuffleInPlace } from './shuffle.ts'

/** Places of rows, counted from 0: to learn from, and to be scored on. */
export interface Split {
  readonly train: readonly number[]
  readonly test: readonly number[]
}

/** Options of {@link kFold} and {@link stratifiedKFold}. */
export interface KFoldOptions {
  /** How many parts. Default 5. */
  readonly splits?: number | undefined
  /** Default false: parts in the order of rows. */
  readonly shuffle?: boolean | undefined
  /** Of the shuffle. Default 0. */
  readonly seed?: number | undefined
}

/** Options of {@link timeSeriesSplit}. */
export interface TimeSeriesSplitOptions {
  /** How many splits. Default 5. */
  readonly splits?: number | undefined
  /** Rows in each test part. Default so many that the first training part is about as long. */
  readonly testSize?: number | undefined
  /** Rows left out between training and test: labels that were not known yet. Default 0. */
  readonly gap?: number | undefined
  /** Only the newest so many rows are trained on. Default all. */
  readonly maxTrainSize?: number | undefined
}

/**
 * Divides `rows` into parts of the same size, each of which is the test set once; the same parts as scikit-learn's `KFold`
 * without a shuffle.
 *
 * @throws FlinknbError `INVALID_OPTION` for more parts than rows, or fewer than 2
 * @example ml.kFold(4, { splits: 2 }) // [{ train: [2, 3], test: [0, 1] }, { train: [0, 1], test: [2, 3] }]
 */
export function kFold(rows: number, options: KFoldOptions = {}): Split[] {
  const { splits, shuffle, seed } = readOptions('ml.kFold', rows, options)
  const order = range(rows)
  if (shuffle) shuffleInPlace(order, seed)
  const fold = new Array<number>(rows)
  let start = 0
  for (let f = 0; f < splits; f++) {
    const size = Math.floor(rows / splits) + (f < rows % splits ? 1 : 0)
    for (const row of order.slice(start, start + size)) fold[row] = f
    start += size
  }
  return splitsOf(fold, splits)
}

/**
 * The same with each class divided evenly over the parts; the same parts as scikit-learn's `StratifiedKFold` without a shuffle.
 *
 * @throws FlinknbError `INVALID_OPTION` when no class has a row for each part
 */
export function stratifiedKFold(y: ClassLabels, options: KFoldOptions = {}): Split[] {
  const labels = readClassLabels(y, 'y')
  const { splits, shuffle, seed } = readOptions('ml.stratifiedKFold', labels.length, options)
  const classes = [...new Set(labels)]
  const places = labels.map(label => classes.indexOf(label))
  const counts = classes.map((_, k) => places.filter(place => place === k).length)
  if (Math.max(...counts) < splits) {
    throw new FlinknbError('INVALID_OPTION', `ml.stratifiedKFold: no class has ${splits} rows for ${splits} parts.`, {
      fix: `Pass at most splits: ${Math.max(...counts)}.`,
    })
  }
  const sorted = [...places].sort((a, b) => a - b)
  const fold = new Array<number>(labels.length)
  classes.forEach((_, k) => {
    // Every splits-th of all rows in the order of classes: parts differ by at most one row, and so do classes in them.
    const folds = range(splits).flatMap(f => {
      const own = sorted.filter((place, i) => i % splits === f && place === k).length
      return new Array<number>(own).fill(f)
    })
    if (shuffle) shuffleInPlace(folds, seed + k)
    let next = 0
    places.forEach((place, row) => {
      if (place === k) fold[row] = folds[next++] as number
    })
  })
  return splitsOf(fold, splits)
}

/**
 * Training parts that grow, each before its test part: nothing is ever learned from what comes later. The same as
 * scikit-learn's `TimeSeriesSplit`.
 *
 * @throws FlinknbError `INVALID_OPTION` when there are too few rows
 * @example ml.timeSeriesSplit(4, { splits: 3 }) // train [0] test [1], train [0, 1] test [2], train [0, 1, 2] test [3]
 */
export function timeSeriesSplit(rows: number, options: TimeSeriesSplitOptions = {}): Split[] {
  const call = 'ml.timeSeriesSplit'
  checkOptionNames(call, options, ['splits', 'testSize', 'gap', 'maxTrainSize'])
  const { splits = 5, gap = 0, maxTrainSize } = options
  checkWhole(call, 'splits', splits, 1)
  checkWhole(call, 'gap', gap, 0)
  if (maxTrainSize !== undefined) checkWhole(call, 'maxTrainSize', maxTrainSize, 1)
  const testSize = options.testSize ?? Math.floor(rows / (splits + 1))
  if (options.testSize !== undefined || testSize > 0) checkWhole(call, 'testSize', testSize, 1)
  if (testSize < 1 || rows - gap - testSize * splits <= 0) {
    throw new FlinknbError('INVALID_OPTION', `${call}: ${rows} rows are too few for ${splits} splits.`, {
      fix: 'Pass more rows, fewer splits, a smaller testSize or gap.',
    })
  }
  return range(splits).map(s => {
    const start = rows - (splits - s) * testSize
    const end = start - gap
    return {
      train: range(end).slice(maxTrainSize === undefined ? 0 : Math.max(0, end - maxTrainSize)),
      test: range(testSize).map(i => start + i),
    }
  })
}

function readOptions(
  call: string,
  rows: number,
  options: KFoldOptions,
): { readonly splits: number; readonly shuffle: boolean; readonly seed: number } {
  checkOptionNames(call, options, ['splits', 'shuffle', 'seed'])
  const { splits = 5, shuffle = false, seed = 0 } = options
  checkWhole(call, 'rows', rows, 0)
  checkWhole(call, 'splits', splits, 2)
  if (splits > rows) {
    throw new FlinknbError('INVALID_OPTION', `${call}: ${splits} parts of ${rows} rows.`, {
      fix: 'Pass at most as many parts as rows.',
    })
  }
  return { splits, shuffle, seed }
}

function checkWhole(call: string, name: string, value: unknown, least: number): void {
  if (Number.isInteger(value) && (value as number) >= least) return
  throw new FlinknbError('INVALID_OPTION', `${call}: ${name}: ${show(value)} is no whole number of ${least} or more.`)
}

function splitsOf(fold: readonly number[], splits: number): Split[] {
  return range(splits).map(f => ({
    train: range(fold.length).filter(row => fold[row] !== f),
    test: range(fold.length).filter(row => fold[row] === f),
  }))
}

function range(n: number): number[] {
  return Array.from({ length: Math.max(0, n) }, (_, i) => i)
}
