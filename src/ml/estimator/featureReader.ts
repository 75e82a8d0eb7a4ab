import { isUsable, LARGEST, unusableValue } from './number.ts'

/** Reads the features of a row into `x`. Returns -1, or the index of the first feature that is no usable number. */
export type FeatureReader = (row: Readonly<Record<string, unknown>>, x: Float64Array) => number

/**
 * A reader written out for these names: property loads that V8 can predict, instead of loads by a variable key.
 *
 * Equals: `for (j…) { const v = row[names[j]]; if (!isUsable(v)) return j; x[j] = v } return -1`.
 */
export function compileFeatureReader(names: readonly string[]): FeatureReader {
  const lines = names.map((name, j) => {
    const bad = `typeof v${j} !== 'number' || !(v${j} > ${-LARGEST} && v${j} < ${LARGEST})`
    return `const v${j} = row[${JSON.stringify(name)}]; if (${bad}) return ${j}; x[${j}] = v${j}`
  })
  return new Function('row', 'x', `${lines.join('\n')}\nreturn -1`) as FeatureReader
}

/** Takes the features of a row, whatever they hold, into `values`. */
export type ValueReader = (row: Readonly<Record<string, unknown>>, values: unknown[]) => void

/** As {@link compileFeatureReader}, without a check. Equals: `for (j…) values[j] = row[names[j]]`. */
export function compileValueReader(names: readonly string[]): ValueReader {
  const lines = names.map((name, j) => `values[${j}] = row[${JSON.stringify(name)}]`)
  return new Function('row', 'values', lines.join('\n')) as ValueReader
}

/**
 * Values as numbers, for an estimator that accepts nothing else.
 *
 * @throws FlinknbError `MODEL` naming the feature and the value
 */
export function readNumbers(values: readonly unknown[], names: readonly string[], x: Float64Array): void {
  for (let j = 0; j < names.length; j++) {
    const value = values[j]
    if (!isUsable(value)) throw unusableValue(`feature '${names[j]}'`, value)
    x[j] = value
  }
}

/**
 * Reads a row by name.
 *
 * @param where appended to the feature in an error: ` in row 3`
 * @throws FlinknbError `MODEL` naming the feature and the value
 */
export function readFeatures(row: object, names: readonly string[], x: Float64Array, where = ''): void {
  const record = row as Readonly<Record<string, unknown>>
  for (let j = 0; j < names.length; j++) {
    const value = record[names[j] as string]
    if (!isUsable(value)) throw unusableValue(`feature '${names[j]}'${where}`, value)
    x[j] = value
  }
}
