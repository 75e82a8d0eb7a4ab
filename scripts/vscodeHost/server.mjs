import { execFileSync, spawn } from 'node:child_process'
import path from 'node:path'
import { hostNode, serverMain } from './hostFolder.mjs'

const START_TIMEOUT_MS = 60_000

/**
 * @typedef {object} VscodeServer
 * @property {string} origin `http://127.0.0.1:PORT`
 * @property {string} authority `127.0.0.1:PORT`
 * @property {number} pid
 * @property {() => void} stop
 */

/**
 * Starts VS Code's server on a free loopback port.
 *
 * @param {{ profile: { folder: string, extensions: string }, trustAll?: boolean, onOutput?: (text: string) => void }} options
 *   `trustAll` switches workspace trust off: every folder counts as trusted
 * @returns {Promise<VscodeServer>}
 */
export async function startServer({ profile, trustAll = true, onOutput = () => {} }) {
  const args = [
    ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
    // Without this one the address's extensionDevelopmentPath is ignored.
    '--enable-smoke-test-driver',
    ...['--telemetry-level', 'off', ...(trustAll ? ['--disable-workspace-trust'] : [])],
    ...profileArgs(profile),
  ]
  // A process group of its own: the extension host and its kernels end with it.
  const child = spawn(hostNode(), [serverMain(), ...args], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let stopped = false
  const stop = () => {
    if (stopped) return
    stopped = true
    try {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGTERM')
    } catch {
      // It has ended by itself.
    }
  }
  process.once('exit', stop)
  const port = await listeningPort(child, onOutput)
  return { authority: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}`, pid: child.pid, stop }
}

/** Installs a packaged extension into the profile (1.5 s). */
export function installExtension(profile, vsix) {
  const args = [serverMain(), '--install-extension', path.resolve(vsix), ...profileArgs(profile)]
  execFileSync(hostNode(), args, { env: environment(), stdio: ['ignore', 'ignore', 'inherit'] })
}

function profileArgs(profile) {
  return [
    '--server-data-dir',
    profile.folder,
    '--user-data-dir',
    path.join(profile.folder, 'data'),
    '--extensions-dir',
    profile.extensions,
  ]
}

/** Ours, without what a VS Code around us has set, and without an extension gallery. */
function environment() {
  const own = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name))
  return { ...Object.fromEntries(own), EXTENSIONS_GALLERY: '{}' }
}

function listeningPort(child, onOutput) {
  return new Promise((resolve, reject) => {
    let output = ''
    const timer = setTimeout(
      () => reject(new Error(`VS Code's server gave no port in ${START_TIMEOUT_MS / 1000} s\n${output}`)),
      START_TIMEOUT_MS,
    )
    const read = data => {
      onOutput(String(data))
      output = (output + data).slice(-10_000)
      const match = /Extension host agent listening on (\d+)/.exec(output)
      if (!match) return
      clearTimeout(timer)
      resolve(Number(match[1]))
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', code => reject(new Error(`VS Code's server exited with ${code}\n${output}`)))
  })
}
