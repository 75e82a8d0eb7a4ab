// Packs the extension: one VSIX without native modules, for every platform. `npm run package [-- --skip-build]`
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * @param {{ build?: boolean }} options `build: false` packs dist/ as it is
 * @returns {string} the VSIX's path
 */
export function packageExtension({ build = true } = {}) {
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  if (build) run('esbuild.config.mjs', '--release')
  const vsix = path.join(root, `${name}-${version}.vsix`)
  rmSync(vsix, { force: true })
  const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/package.json')
  // Everything is bundled; what cells import comes from their own folder.
  run(
    path.join(path.dirname(vsce), 'vsce'),
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  )
  return vsix
}

function run(script, ...args) {
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const vsix = packageExtension({ build: !process.argv.includes('--skip-build') })
  console.log(`${path.relative(process.cwd(), vsix)}: ${(statSync(vsix).size / 1024 / 1024).toFixed(1)} MB`)
}
