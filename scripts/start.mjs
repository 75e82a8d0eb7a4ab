// Builds the extension and opens the price-prediction example in VS Code. `npm start`
//
// VS Code is one that the machine has (VSCODE_EXECUTABLE, or `code` on the PATH), else one that is downloaded, else its
// server, whose address is printed for a browser. `npm start -- --server` takes the server at once.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { installVscodeHost } from './installVscodeHost.mjs'
import { setUp } from './setup.mjs'
import { findVscode } from './vscodeHost/findVscode.mjs'
import { cacheFolder } from './vscodeHost/hostFolder.mjs'
import { makeProfile } from './vscodeHost/profile.mjs'
import { startServer } from './vscodeHost/server.mjs'
import { workbenchUrl } from './vscodeHost/workbench.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const examples = path.join(root, 'examples')
const example = path.join(examples, 'price-prediction.flinknb')

await setUp()
const vscode = process.argv.includes('--server') ? undefined : (findVscode() ?? (await downloadVscode()))
if (vscode) openInVscode(vscode)
else await openInServer()

/** VS Code's desktop build; undefined where it cannot be had or there is no screen to show it on. */
async function downloadVscode() {
  const screen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  if (!screen) return undefined
  try {
    const { downloadAndUnzipVSCode } = await import('@vscode/test-electron')
    return await downloadAndUnzipVSCode({ cachePath: path.join(cacheFolder(), 'vscode') })
  } catch (error) {
    console.log(`VS Code could not be downloaded (${error.message}); taking its server instead.`)
    return undefined
  }
}

function openInVscode(executable) {
  console.log(`Opening ${path.relative(process.cwd(), example)} in ${executable}`)
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, examples, example]
  const child = spawn(executable, args, { stdio: 'inherit', shell: process.platform === 'win32' })
  child.once('exit', code => process.exit(code ?? 0))
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill())
}

async function openInServer() {
  installVscodeHost()
  const profile = makeProfile()
  process.once('exit', () => profile.remove())
  const server = await startServer({ profile })
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0)) // which stops the server
  console.log('No VS Code on this machine: its server shows the notebook in a browser.')
  console.log(`\n  ${workbenchUrl(server, { folder: examples, file: example, extension: root })}\n\nCtrl-C ends it.`)
}
