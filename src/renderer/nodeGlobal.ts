/**
 * Some of what plotly.js is built from says `global`, Node's name for what browsers call `globalThis`. Imported before
 * plotly, since it asks while it loads.
 */
;(globalThis as { global?: typeof globalThis }).global ??= globalThis
