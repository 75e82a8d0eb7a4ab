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

/** Builds the kernel as esbuild.config.mjs does, from the sources as they are now. Returns the path of `kernel.mjs`. */
export async function buildKernel(): Promise<string> {
  const root = path.resolve(import.meta.dirname, '../..')
  const outdir = mkdtempSync(path.join(tmpdir(), 'flinknb-kernel-'))
  await esbuild.build({
    absWorkingDir: root,
    bundle: true,
    outdir,
    entryPoints: { kernel: 'src/kernel/main.ts', interruptWorker: 'src/kernel/interruptWorker.ts' },
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
      '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled',
      'plotly.js-dist-min': './shims/none.cjs',
      xlsx: './shims/none.cjs',
    },
    external: ['bufferutil', 'utf-8-validate'],
  })
  return path.join(outdir, 'kernel.mjs')
}
