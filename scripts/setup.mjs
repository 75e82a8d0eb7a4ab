// What every command of the project does first, so that a fresh clone needs no other: packages, Node 24, build.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const windows = process.platform === 'win32'

/** The Node that the project runs on where the machine's own is older. */
const BUNDLED_NODE = '24.21.0'

/** Installs what is missing and, unless told not to, builds dist/. Returns the path of a Node that runs everything. */
export async function setUp({ build = true } = {}) {
  installPackages()
  const node = findNode()
  linkCommandLine()
  if (build) execFileSync(node, ['esbuild.config.mjs'], { cwd: root, stdio: 'inherit' })
  return node
}

/** `npm ci`, when node_modules is not what package-lock.json says. */
function installPackages() {
  const installed = path.join(root, 'node_modules/.package-lock.json')
  const lock = path.join(root, 'package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  console.log('Installing packages (once; about half a minute) …')
  npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
}

/** A Node that the Kafka client and the tests run on: this one, the one among the packages, or one brought now. */
function findNode() {
  if (isRecent(process.versions.node)) return process.execPath
  const bundled = path.join(root, 'node_modules/.bin', windows ? 'node.cmd' : 'node')
  if (!existsSync(bundled)) {
    console.log(`Node ${process.versions.node} is older than the project needs; bringing ${BUNDLED_NODE} along …`)
    npm(['install', '--no-save', '--no-audit', '--no-fund', `node@${BUNDLED_NODE}`])
  }
  const node = path.join(root, 'node_modules/.bin/node')
  return existsSync(bundled) ? (windows ? bundled : node) : process.execPath
}

/** Node 22.22, 24.6 and later. */
function isRecent(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 6) || (major === 22 && minor >= 22)
}

/** Makes `npx flinknb` work in the project itself. */
function linkCommandLine() {
  const bin = path.join(root, 'node_modules/.bin')
  const link = path.join(bin, 'flinknb')
  if (existsSync(link)) return
  mkdirSync(bin, { recursive: true })
  if (windows) writeFileSync(`${link}.cmd`, '@node "%~dp0\\..\\..\\bin\\flinknb.mjs" %*\r\n')
  else symlinkSync('../../bin/flinknb.mjs', link)
}

function npm(args) {
  execFileSync('npm', args, { cwd: root, stdio: 'inherit', shell: windows })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setUp()
