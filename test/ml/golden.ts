import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type DoubleDouble, fromNumber, multiply } from '../../src/ml/linear/doubleDouble.ts'

const FOLDER = path.resolve(import.meta.dirname, '../../../shared')

/** Whether the figures that were computed elsewhere are on this machine. */
export const hasGolden = existsSync(path.join(FOLDER, 'golden/README.md'))
export const hasPurchases = existsSync(path.join(FOLDER, 'notebooks/data/purchases.csv'))

/** A JSON file of `../shared/golden`. The caller names the shape it knows the file to have. */
export function goldenJson<T>(name: string): T {
  return JSON.parse(readFileSync(path.join(FOLDER, 'golden', name), 'utf8')) as T
}

/** A CSV file of `../shared` whose columns are all numbers. */
export function numberRows(name: string): Record<string, number>[] {
  const [header = '', ...lines] = readFileSync(path.join(FOLDER, name), 'utf8').trim().split(/\r?\n/)
  const columns = header.split(',')
  return lines.map(line => {
    const cells = line.split(',')
    return Object.fromEntries(columns.map((column, j) => [column, Number(cells[j])]))
  })
}

/** A file of `golden/nist`. */
export interface NistSet {
  readonly name: string
  readonly intercept: boolean
  readonly degree: number
  readonly p: number
  readonly certified: {
    readonly beta: readonly number[]
    readonly se: readonly number[]
    readonly residual_sd: number
    readonly r2: number
  }
  readonly exact_beta_20_digits: readonly string[]
  readonly y: readonly number[]
  readonly x: readonly (readonly number[])[]
}

/** The design of a NIST set in double-double: powers of x for polynomials, else the columns as they are. */
export function designOf(set: NistSet): DoubleDouble[][] {
  const terms = set.p - (set.intercept ? 1 : 0)
  return set.x.map(row => {
    if (row.length === terms) return row.map(fromNumber)
    const powers = [fromNumber(row[0] as number)]
    while (powers.length < terms) powers.push(multiply(powers.at(-1) as DoubleDouble, powers[0] as DoubleDouble))
    return powers
  })
}

/** Correct digits: −log₁₀ of the relative error (absolute where the truth is 0), at most 15.9. */
export function correctDigits(value: number, truth: number): number {
  const error = truth === 0 ? Math.abs(value) : Math.abs(value - truth) / Math.abs(truth)
  return error === 0 ? 15.9 : Math.min(15.9, -Math.log10(error))
}
