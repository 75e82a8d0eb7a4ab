import { FlinknbError } from '../../base/errors.ts'
import { nearestName, show } from '../../base/options.ts'
import type { Accepts } from './estimator.ts'
import { readFeatures } from './featureReader.ts'
import { isUsable, unusableValue } from './number.ts'
import type { Input } from './vectorEstimator.ts'

/** A DataFrame by shape: named columns and rows of values (danfo.js's `DataFrame` is one). */
export interface FrameLike {
  readonly columns: readonly string[]
  readonly values: unknown
}

/** Many records: rows by name, arrays of numbers by position (features `x0`, `x1`, …), or a DataFrame. */
export type Batch = readonly object[] | FrameLike

/** The features a batch offers: a frame's columns, the first row's keys, `x0 …` for arrays; empty for an empty batch. */
export function batchFeatures(X: Batch): readonly string[] {
  if (isFrame(X)) return X.columns
  const first = rowsOf(X)[0]
  if (first === undefined) return []
  return Array.isArray(first) ? first.map((_, j) => `x${j}`) : Object.keys(first as object)
}

/**
 * Visits every row as numbers in the order of `features`. The array is reused.
 *
 * @throws FlinknbError `MODEL` naming column, row (counted from 0) and value of what is not a finite number;
 *   `UNKNOWN_COLUMN` when a frame lacks a feature
 */
export function forEachRow(X: Batch, features: readonly string[], visit: (x: Float64Array, row: number) => void): void {
  const x = new Float64Array(features.length)
  const frame = isFrame(X)
  const positions = frame ? framePositions(X, features) : features.map((_, j) => j)
  const rows = rowsOf(X)
  for (let r = 0; r < rows.length; r++) {
    const row = rows[r]
    if (Array.isArray(row)) {
      if (!frame && row.length !== features.length) throw wrongWidth(row.length, features, r)
      const bad = readPlaces(row, positions, x)
      if (bad >= 0) throw unusableValue(`feature '${features[bad]}' in row ${r}`, row[positions[bad] as number])
    } else if (row !== null && typeof row === 'object') readFeatures(row, features, x, ` in row ${r}`)
    else throw noRow(row, r)
    visit(x, r)
  }
}

/** Reads numbers by their places in a row. Returns -1, or the index of the first that is no usable number. */
function readPlaces(row: readonly unknown[], positions: readonly number[], x: Float64Array): number {
  for (let j = 0; j < x.length; j++) {
    const value = row[positions[j] as number]
    if (!isUsable(value)) return j
    x[j] = value
  }
  return -1
}

/**
 * Visits every row as its raw values in the order of `features`. The array is reused.
 *
 * @throws FlinknbError what `visit` throws, with the row (counted from 0) before its message
 */
export function forEachValueRow(
  X: Batch,
  features: readonly string[],
  visit: (values: readonly unknown[], row: number) => void,
): void {
  const values = new Array<unknown>(features.length).fill(undefined)
  const frame = isFrame(X)
  const positions = frame ? framePositions(X, features) : features.map((_, j) => j)
  rowsOf(X).forEach((row, r) => {
    if (row === null || typeof row !== 'object') throw noRow(row, r)
    if (Array.isArray(row)) {
      if (!frame && row.length !== features.length) throw wrongWidth(row.length, features, r)
      for (let j = 0; j < values.length; j++) values[j] = row[positions[j] as number]
    } else for (let j = 0; j < values.length; j++) values[j] = (row as Record<string, unknown>)[features[j] as string]
    try {
      visit(values, r)
    } catch (cause) {
      throw cause instanceof FlinknbError
        ? new FlinknbError(cause.code, `row ${r}: ${cause.message}`, { cause })
        : cause
    }
  })
}

/** {@link forEachRow}, or {@link forEachValueRow} for an estimator that accepts values. */
export function forEachInput(
  X: Batch,
  features: readonly string[],
  accepts: Accepts,
  visit: (input: Input, row: number) => void,
): void {
  if (accepts === 'values') forEachValueRow(X, features, visit)
  else forEachRow(X, features, visit)
}

/** How many rows a batch has. */
export function batchLength(X: Batch): number {
  return rowsOf(X).length
}

/** Whether a batch is a DataFrame by shape. */
export function isFrame(X: Batch): X is FrameLike {
  return !Array.isArray(X) && X !== null && typeof X === 'object' && 'columns' in X && 'values' in X
}

/** Whether the rows are arrays, so that features are known by their places alone. */
export function isByPosition(X: Batch): boolean {
  return Array.isArray(X) && Array.isArray(X[0])
}

function rowsOf(X: Batch): readonly unknown[] {
  const rows: unknown = isFrame(X) ? X.values : X
  if (Array.isArray(rows)) return rows
  throw new FlinknbError('MODEL', `X: ${show(X)} is no batch.`, {
    fix: 'Pass an array of rows, an array of number arrays, or a DataFrame.',
  })
}

function framePositions(frame: FrameLike, features: readonly string[]): number[] {
  return features.map(name => {
    const position = frame.columns.indexOf(name)
    if (position >= 0) return position
    const near = nearestName(name, frame.columns)
    throw new FlinknbError('UNKNOWN_COLUMN', `The DataFrame has no column '${name}'.`, {
      fix: near ? `Did you mean '${near}'?` : `Its columns: ${frame.columns.join(', ')}.`,
    })
  })
}

function noRow(row: unknown, r: number): FlinknbError {
  return new FlinknbError('MODEL', `row ${r}: ${show(row)} is no row.`, { fix: 'Pass objects or arrays of numbers.' })
}

function wrongWidth(width: number, features: readonly string[], row: number): FlinknbError {
  return new FlinknbError('MODEL', `row ${row} has ${width} values for ${features.length} features.`, {
    fix: `Expected: ${features.join(', ')}.`,
  })
}
