import path from 'node:path'
import { build } from 'esbuild'

/** Builds the script of exported pages, as esbuild.config.mjs does, into `renderer/page.js` of a folder. */
export async function buildPage(dist: string): Promise<void> {
  await build({
    absWorkingDir: path.resolve(import.meta.dirname, '../..'),
    entryPoints: { page: 'src/renderer/page.ts' },
    outdir: path.join(dist, 'renderer'),
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.css': 'text' },
    alias: { 'maplibre-gl/dist/maplibre-gl.css': './shims/none.cjs' },
    logLevel: 'error',
  })
}
