// `npm run bench`: the engine's speed beside a hand-written loop's in one run, and the kernel's times from cold and warm.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { setUp } from './setup.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const node = await setUp()
const { build } = await import('esbuild')
const folder = mkdtempSync(path.join(os.tmpdir(), 'flinknb-bench-'))
const outfile = path.join(folder, 'bench.mjs')
await build({
  absWorkingDir: root,
  entryPoints: ['bench/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  logLevel: 'warning',
})
const run = spawnSync(node, ['--expose-gc', outfile, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
rmSync(folder, { recursive: true })
process.exit(run.status ?? 1)
