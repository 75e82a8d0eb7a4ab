import { ownValue, prototypesOf } from './valueParts.ts'

/** A danfo.js DataFrame as far as its own fields tell. */
export interface Frame {
  readonly columns: readonly string[]
  readonly dtypes: readonly string[]
  readonly rowCount: number
  row(index: number): readonly unknown[]
}

/**
 * Reads a DataFrame by its own plain fields (danfo keeps rows in `$data`); undefined for everything else.
 */
export function frameOf(value: unknown): Frame | undefined {
  if (typeof value !== 'object' || value === null || !hasFrameClass(value)) return undefined
  const columns = ownValue(value, '$columns')
  const data = ownValue(value, '$data')
  const dtypes = ownValue(value, '$dtypes')
  if (!Array.isArray(columns) || !Array.isArray(data)) return undefined
  return {
    columns: columns.map(String),
    dtypes: Array.isArray(dtypes) ? dtypes.map(String) : [],
    rowCount: data.length,
    row: index => {
      const row: unknown = data[index]
      return Array.isArray(row) ? row : [row]
    },
  }
}

function hasFrameClass(value: object): boolean {
  return prototypesOf(value).some(prototype => {
    const made = ownValue(prototype, 'constructor')
    return typeof made === 'function' && ownValue(made, 'name') === 'DataFrame'
  })
}
