// How what runs in Node is bundled: ES modules that share chunks, so that heavy parts load when they are first used.
// One place, so that tests build from the sources just what the build does.

/** CommonJS packages inside an ES module ask for these. */
const COMMON_JS_NAMES = `import { createRequire as __createRequire } from 'node:module';
import { fileURLToPath as __fileURLToPath } from 'node:url';
import { dirname as __pathDirname } from 'node:path';
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);`

/** Its CommonJS form loads its parts by a `require` that no bundler sees through. */
export const JSONC_PARSER = { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' }

/** Options of esbuild, without entry points and output folder. */
export const nodeBundle = {
  bundle: true,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  platform: 'node',
  target: 'node22',
  format: 'esm',
  splitting: true,
  keepNames: true,
  banner: { js: COMMON_JS_NAMES },
  alias: {
    ...JSONC_PARSER,
    '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled',
    'ajv/dist/2020.js': './shims/noAjv.mjs',
    'node-fetch': './shims/nodeFetch.cjs',
    'plotly.js-dist-min': './shims/none.cjs',
    xlsx: './shims/none.cjs',
  },
  external: ['bufferutil', 'utf-8-validate'],
}
