// Builds dist/: the extension (CommonJS, as VS Code loads it), everything that runs in Node (ES modules that share
// chunks, so that heavy parts load when first used), the renderer (ES modules for the webview), and the declarations
// that cells are checked against.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import { buildTypes } from './scripts/buildTypes.mjs'

const root = path.dirname(fileURLToPath(import.meta.url))
const release = process.argv.includes('--release')

const common = {
  absWorkingDir: root,
  bundle: true,
  outdir: 'dist',
  sourcemap: release ? false : 'linked',
  minify: release,
  keepNames: true,
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"' },
}

/** CommonJS packages inside an ES module ask for these. */
const commonJsNames = `import { createRequire as __createRequire } from 'node:module';
import { fileURLToPath as __fileURLToPath } from 'node:url';
import { dirname as __pathDirname } from 'node:path';
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);`

/** Its CommonJS form loads its parts by a `require` that no bundler sees through. */
const jsoncParser = { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' }

const node = {
  ...common,
  entryPoints: {
    flinknb: 'src/api/index.ts',
    kernel: 'src/kernel/main.ts',
    interruptWorker: 'src/kernel/interruptWorker.ts',
    cli: 'src/cli/main.ts',
    languageWorker: 'src/language/worker.ts',
  },
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  platform: 'node',
  target: 'node22',
  format: 'esm',
  splitting: true,
  banner: { js: commonJsNames },
  alias: {
    ...jsoncParser,
    '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled',
    'plotly.js-dist-min': './shims/none.cjs',
    xlsx: './shims/none.cjs',
  },
  external: ['bufferutil', 'utf-8-validate'],
}

const extension = {
  ...common,
  entryPoints: { extension: 'src/extension.ts' },
  outExtension: { '.js': '.cjs' },
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  alias: jsoncParser,
  external: ['vscode'],
}

const renderer = {
  ...common,
  entryPoints: { renderer: 'src/renderer/main.ts' },
  outdir: 'dist/renderer',
  chunkNames: 'chunks/[name]-[hash]',
  platform: 'browser',
  target: 'es2022',
  format: 'esm',
  splitting: true,
  minify: true,
  sourcemap: false,
  loader: { '.css': 'text' },
  alias: { 'maplibre-gl/dist/maplibre-gl.css': './shims/none.cjs' },
}

rmSync(path.join(root, 'dist'), { recursive: true, force: true })
const bundles = Promise.all([node, extension, renderer].map(options => esbuild.build(options)))
await buildTypes(root)
await bundles
