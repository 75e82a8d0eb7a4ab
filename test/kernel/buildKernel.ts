import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as esbuild from 'esbuild'
// @ts-expect-error a script without types
import { nodeBundle } from '../../scripts/nodeBundle.mjs'

/** Builds entry points as esbuild.config.mjs does, from the sources as they are now, into a new folder's `dist`. */
export async function buildEntries(entryPoints: Readonly<Record<string, string>>): Promise<string> {
  const root = path.resolve(import.meta.dirname, '../..')
  const outdir = path.join(mkdtempSync(path.join(tmpdir(), 'flinknb-built-')), 'dist')
  await esbuild.build({
    ...(nodeBundle as esbuild.BuildOptions),
    absWorkingDir: root,
    outdir,
    entryPoints,
    logLevel: 'error',
  })
  return outdir
}

export const KERNEL_ENTRIES = { kernel: 'src/kernel/main.ts', interruptWorker: 'src/kernel/interruptWorker.ts' }

/** The path of a freshly built `kernel.mjs`. */
export async function buildKernel(): Promise<string> {
  return path.join(await buildEntries(KERNEL_ENTRIES), 'kernel.mjs')
}
