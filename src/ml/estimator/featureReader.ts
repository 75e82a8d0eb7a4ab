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
