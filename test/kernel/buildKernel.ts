import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as esbuild from 'esbuild'

const COMMON_JS_NAMES = `import { createRequire as __createRequire } from 'node:module';
import { fileURLToPath as __fileURLToPath } from 'node:url';
import { dirname as __pathDirname } from 'node:path';
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);`

/** Builds entry points as esbuild.config.mjs does, from the sources as they are now, into a new folder's `dist`. */
export async function buildEntries(entryPoints: Readonly<Record<string, string>>): Promise<string> {
  const root = path.resolve(import.meta.dirname, '../..')
  const outdir = path.join(mkdtempSync(path.join(tmpdir(), 'flinknb-built-')), 'dist')
  await esbuild.build({
    absWorkingDir: root,
    bundle: true,
    outdir,
    entryPoints,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'node',
    target: 'node22',
    format: 'esm',
    splitting: true,
    keepNames: true,
    logLevel: 'error',
    banner: { js: COMMON_JS_NAMES },
    alias: {
      'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
      '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled',
      'plotly.js-dist-min': './shims/none.cjs',
      xlsx: './shims/none.cjs',
    },
    external: ['bufferutil', 'utf-8-validate'],
  })
  return outdir
}

export const KERNEL_ENTRIES = { kernel: 'src/kernel/main.ts', interruptWorker: 'src/kernel/interruptWorker.ts' }

/** The path of a freshly built `kernel.mjs`. */
export async function buildKernel(): Promise<string> {
  return path.join(await buildEntries(KERNEL_ENTRIES), 'kernel.mjs')
}
