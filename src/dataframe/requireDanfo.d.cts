/** danfo.js as its package exports it. */
declare function requireDanfo(): unknown
export = requireDanfo
