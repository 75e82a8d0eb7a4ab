/**
 * `f` over two tensors of at most two dimensions, or a tensor and a number, with NumPy's rule: shapes are aligned at
 * their last dimension, and a dimension of 1 is repeated.
 */
function broadcast(Tensor, left, right, f) {
  const other = typeof right === 'number' ? new Tensor(Float64Array.of(right), []) : right
  const [leftRows, leftColumns] = twoDimensions(left.shape)
  const [rightRows, rightColumns] = twoDimensions(other.shape)
  const rows = common(leftRows, rightRows, left, other)
  const columns = common(leftColumns, rightColumns, left, other)
  const values = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i++) {
    const leftRow = leftRows === 1 ? 0 : i * leftColumns
    const rightRow = rightRows === 1 ? 0 : i * rightColumns
    for (let j = 0; j < columns; j++) {
      const a = left.values[leftColumns === 1 ? leftRow : leftRow + j]
      const b = other.values[rightColumns === 1 ? rightRow : rightRow + j]
      values[i * columns + j] = f(a, b)
    }
  }
  const rank = Math.max(left.rank, other.rank)
  return new Tensor(values, [rows, columns].slice(2 - rank))
}

const twoDimensions = shape => [1, 1, ...shape].slice(-2)

function common(a, b, left, right) {
  if (a === b || b === 1) return a
  if (a === 1) return b
  throw new Error(`Shapes [${left.shape}] and [${right.shape}] do not fit together.`)
}

module.exports = { broadcast }
