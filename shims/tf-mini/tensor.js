const { broadcast } = require('./broadcast.js')

/** Numbers in a shape of at most two dimensions, row by row. Immutable: every operation returns a new one. */
class Tensor {
  constructor(values, shape) {
    this.values = values
    this.shape = shape
    this.dtype = 'float64'
  }

  get rank() {
    return this.shape.length
  }

  get size() {
    return this.values.length
  }

  clone() {
    return new Tensor(this.values.slice(), [...this.shape])
  }

  /** Element by element, with NumPy's broadcasting. */
  add = other => broadcast(Tensor, this, other, (a, b) => a + b)
  sub = other => broadcast(Tensor, this, other, (a, b) => a - b)
  mul = other => broadcast(Tensor, this, other, (a, b) => a * b)
  div = other => broadcast(Tensor, this, other, (a, b) => a / b)
  divNoNan = other => broadcast(Tensor, this, other, (a, b) => (b === 0 ? 0 : a / b))
  pow = other => broadcast(Tensor, this, other, (a, b) => a ** b)
  /** The remainder with the divisor's sign, as in NumPy and TensorFlow. */
  mod = other => broadcast(Tensor, this, other, (a, b) => a - b * Math.floor(a / b))

  /** Comparisons give 1 or 0; nothing but `notEqual` holds for NaN. */
  greater = other => broadcast(Tensor, this, other, (a, b) => Number(a > b))
  greaterEqual = other => broadcast(Tensor, this, other, (a, b) => Number(a >= b))
  less = other => broadcast(Tensor, this, other, (a, b) => Number(a < b))
  lessEqual = other => broadcast(Tensor, this, other, (a, b) => Number(a <= b))
  equal = other => broadcast(Tensor, this, other, (a, b) => Number(a === b))
  notEqual = other => broadcast(Tensor, this, other, (a, b) => Number(a !== b))

  sqrt() {
    return new Tensor(this.values.map(Math.sqrt), [...this.shape])
  }

  /** Along an axis (0: down the columns), or of everything when none is given. */
  min = axis => this.reduce(axis, values => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY))
  max = axis => this.reduce(axis, values => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY))
  sum = axis => this.reduce(axis, values => values.reduce((a, b) => a + b, 0))
  mean = axis => this.reduce(axis, values => values.reduce((a, b) => a + b, 0) / values.length)

  /** Position of the first smallest or largest number of a vector; NaN never is it. */
  argMin = () => this.position((a, b) => a < b)
  argMax = () => this.position((a, b) => a > b)

  transpose() {
    if (this.rank < 2) return this.clone()
    const [rows, columns] = this.shape
    const values = new Float64Array(this.size)
    for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) values[j * rows + i] = this.values[i * columns + j]
    return new Tensor(values, [columns, rows])
  }

  /** A number, a list or a list of rows. */
  arraySync() {
    if (this.rank === 0) return this.values[0]
    if (this.rank === 1) return Array.from(this.values)
    const [rows, columns] = this.shape
    return Array.from({ length: rows }, (_, i) => Array.from(this.values.subarray(i * columns, (i + 1) * columns)))
  }

  array = async () => this.arraySync()
  dataSync = () => this.values.slice()
  data = async () => this.dataSync()
  dispose() {}

  toString() {
    return `Tensor\n    ${JSON.stringify(this.arraySync())}`
  }

  print() {
    console.log(this.toString())
  }

  reduce(axis, fold) {
    if (axis === undefined || this.rank < 2) return new Tensor(Float64Array.of(fold(this.values)), [])
    const lines = axis === 0 ? this.transpose() : this
    const [count, length] = lines.shape
    const values = new Float64Array(count)
    for (let i = 0; i < count; i++) values[i] = fold(lines.values.subarray(i * length, (i + 1) * length))
    return new Tensor(values, [count])
  }

  position(before) {
    let best = -1
    for (let i = 0; i < this.size; i++) {
      const value = this.values[i]
      if (!Number.isNaN(value) && (best < 0 || before(value, this.values[best]))) best = i
    }
    return new Tensor(Float64Array.of(best), [])
  }
}

module.exports = { Tensor }
