import type { DType } from './series.ts'

/**
 * danfo's name for what a column holds, from all of its values: danfo itself looks at the first 20. Whole numbers
 * beyond 32 bits (epoch milliseconds) are called `float32`, danfo's only other word for numbers; they are float64.
 */
export function columnType(values: readonly unknown[]): DType {
  let type: DType = 'undefined'
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value === null || value === undefined) continue
    const own = typeOf(value)
    if (own === type) continue
    if (type === 'undefined') type = own
    else if ((type === 'int32' && own === 'float32') || (type === 'float32' && own === 'int32')) type = 'float32'
    else return 'string'
  }
  return type === 'int32' && values.includes(null) ? 'float32' : type
}

function typeOf(value: unknown): DType {
  if (typeof value === 'number') return (value | 0) === value ? 'int32' : 'float32'
  if (typeof value === 'boolean') return 'boolean'
  return value instanceof Date ? 'datetime' : 'string'
}
