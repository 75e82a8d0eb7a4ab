const { Tensor } = require('./tensor.js')

/**
 * A tensor from numbers or rows of numbers. Booleans count as 1 and 0; a missing value (null, undefined) is NaN, as in
 * pandas, not 0.
 */
function fromNested(nested, shape) {
  const flat = Array.isArray(nested[0]) ? nested.flat() : nested
  const size = shape.reduce((a, b) => a * b, 1)
  if (flat.length !== size) throw new Error(`${flat.length} values do not fill a shape of [${shape}].`)
  return new Tensor(Float64Array.from(flat, number), [...shape])
}

function number(value) {
  if (value === null || value === undefined) return Number.NaN
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value)
  if (value instanceof Date) return value.getTime()
  throw new Error(`${JSON.stringify(value)} is not a number: arithmetic needs columns of numbers.`)
}

module.exports = { fromNested }
