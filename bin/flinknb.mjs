#!/usr/bin/env node
// Starts the command line on a Node that can run it, whatever Node started this file (20 or newer).
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** Whether a version of Node has what the kernel needs: 22.22, 24.6, or newer. */
function isRecent(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 6) || (major === 22 && minor >= 22)
}

/** The Node that came along with the project's packages; undefined where there is none for this platform. */
function ownNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const folders = [path.join(root, 'node_modules'), path.dirname(root)]
  const packages = [`node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}/bin`, '.bin']
  return folders.flatMap(folder => packages.map(p => path.join(folder, p, name))).find(existsSync)
}

/** A checkout that was not built yet builds itself; an installed package has its `dist`. */
function buildIfNeeded(node) {
  const entry = path.join(root, 'dist/cli.mjs')
  if (existsSync(entry)) return entry
  if (!existsSync(path.join(root, 'esbuild.config.mjs'))) throw new Error(`${entry} is missing: install flinknb again.`)
  console.error('flinknb: building (once) …')
  const { status } = spawnSync(node, ['esbuild.config.mjs'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error('The build failed. Run `npm ci`, then `npm run build`, and see what it says.')
  return entry
}

/** Runs the command line in another Node, and ends as that ends. */
function runWith(node, entry) {
  const child = spawn(node, [entry, ...process.argv.slice(2)], { stdio: 'inherit' })
  // A terminal sends Ctrl-C to the child as well; what only we are sent is passed on.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('error', error => fail(error))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
  })
}

function fail(error) {
  console.error(`flinknb: ${error.message}`)
  process.exitCode = 1
}

try {
  const recent = isRecent(process.versions.node)
  const node = recent ? process.execPath : ownNode()
  if (!node)
    throw new Error(`needs Node 24.6 or newer, this is ${process.versions.node}. Install it from https://nodejs.org.`)
  const entry = buildIfNeeded(node)
  if (recent) await import(pathToFileURL(entry).href)
  else runWith(node, entry)
} catch (error) {
  fail(error)
}
