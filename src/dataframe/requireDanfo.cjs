/**
 * danfo.js, loaded when first called. CommonJS on purpose: `require` is the only load that is both late and
 * synchronous (`dfd.DataFrame`, a window turned into a frame), in Node and, as a deferred wrapper, in esbuild's bundle.
 */
module.exports = () => require('danfojs-node')
