// Builds dist/: the extension (CommonJS, as VS Code loads it), everything that runs in Node (ES modules that share
// chunks, so that heavy parts load when first used), the renderer (ES modules for the webview), and the declarations
// that cells are checked against.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import { buildTypes } from './scripts/buildTypes.mjs'
import { JSONC_PARSER, nodeBundle } from './scripts/nodeBundle.mjs'
import { writeThirdPartyNotices } from './scripts/thirdPartyNotices.mjs'

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
  metafile: release,
  define: { 'process.env.NODE_ENV': '"production"' },
}

const node = {
  ...common,
  ...nodeBundle,
  entryPoints: {
    flinknb: 'src/api/index.ts',
    kernel: 'src/kernel/main.ts',
    interruptWorker: 'src/kernel/interruptWorker.ts',
    cli: 'src/cli/main.ts',
    languageWorker: 'src/language/worker.ts',
  },
}

const extension = {
  ...common,
  entryPoints: { extension: 'src/extension.ts' },
  outExtension: { '.js': '.cjs' },
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  alias: JSONC_PARSER,
  external: ['vscode'],
}

const renderer = {
  ...common,
  entryPoints: { renderer: 'src/renderer/main.ts', variableTable: 'src/renderer/variableTable.ts' },
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

/** What an exported page carries along: the renderer in one file, as no other can be asked for. */
const page = {
  ...renderer,
  entryPoints: { page: 'src/renderer/page.ts' },
  format: 'iife',
  splitting: false,
}

rmSync(path.join(root, 'dist'), { recursive: true, force: true })
const bundles = Promise.all([node, extension, renderer, page].map(options => esbuild.build(options)))
await buildTypes(root)
const built = await bundles
if (release)
  writeThirdPartyNotices(
    root,
    built.map(({ metafile }) => metafile),
  )
