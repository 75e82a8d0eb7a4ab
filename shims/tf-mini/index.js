/**
 * The part of TensorFlow.js that danfo.js 1.2 calls, in float64.
 *
 * The real `@tensorflow/tfjs-node` is a native module that computes in float32, where `1700000000124 + 0` is
 * `1700000038912`. danfo uses about twenty element-wise operations of it on vectors and tables; they stand in `tensor.js`.
 */
const { Tensor } = require('./tensor.js')
const { fromNested } = require('./nested.js')
const { shuffled } = require('./shuffled.js')

/** A vector. `dtype` is accepted and ignored: everything is float64. */
const tensor1d = values => fromNested(values, [values.length])

/** A table from rows, or from a flat list and its shape. */
const tensor2d = (values, shape) => fromNested(values, shape ?? [values.length, values[0]?.length ?? 0])

const tensor = (values, shape) =>
  typeof values === 'number' ? scalar(values) : Array.isArray(values[0]) ? tensor2d(values, shape) : tensor1d(values)

const scalar = value => new Tensor(Float64Array.of(value), [])

/** Mean and population variance along an axis: two passes, so that nothing cancels. */
function moments(values, axis) {
  const mean = values.mean(axis)
  const deviation = values.sub(mean)
  return { mean, variance: deviation.mul(deviation).mean(axis) }
}

/** `tf.data.array(xs).shuffle(buffer, seed).take(n).toArray()`, as danfo's `sample` calls it. */
const data = {
  array: items => ({
    shuffle: (_bufferSize, seed) => ({
      take: count => ({ toArray: async () => shuffled(items, seed).slice(0, count) }),
    }),
  }),
}

module.exports = { Tensor, tensor, tensor1d, tensor2d, scalar, moments, data }
