// Installs VS Code's server (the real workbench and extension host) from npm alone into the cache folder, once.
// No compiler, no other download: 41 s and 590 MB. `node scripts/installVscodeHost.mjs`
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { CODE_SERVER, hostFolder, isHostInstalled, NODE, nodePackage } from './vscodeHost/hostFolder.mjs'

/**
 * @param {(line: string) => void} say
 * @returns {string} the folder
 */
export function installVscodeHost(say = console.log) {
  const folder = hostFolder()
  if (isHostInstalled()) return folder
  const node = nodePackage()
  if (!node)
    throw new Error(
      `no Node package for ${process.platform}-${process.arch}: VS Code's server cannot be installed here`,
    )
  say(`Installing VS Code's server ${CODE_SERVER} into ${folder} (once, about a minute, 590 MB)`)
  const partial = `${folder}.${process.pid}`
  mkdirSync(partial, { recursive: true })
  try {
    install(partial, node)
    rmSync(folder, { recursive: true, force: true })
    renameSync(partial, folder)
  } finally {
    rmSync(partial, { recursive: true, force: true, maxRetries: 3 })
  }
  return folder
}

function install(folder, node) {
  const manifest = {
    name: 'vscode-host',
    private: true,
    dependencies: { 'code-server': CODE_SERVER, [node]: NODE },
    allowScripts: { 'code-server': false, argon2: false },
  }
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest))
  const server = path.join(folder, 'node_modules/code-server/lib/vscode')
  // Its install scripts compile and download; what they would make is either prebuilt or replaced below.
  npm(folder, ['install'])
  npm(server, ['install', '--omit=dev'])
  npm(path.join(server, 'extensions'), ['install', '--omit=dev'])
  const substitutes = fileURLToPath(new URL('./vscodeHost/substitutes/', import.meta.url))
  const watchdog = path.join(server, 'node_modules/@vscode/native-watchdog/build/Release')
  mkdirSync(watchdog, { recursive: true })
  cpSync(path.join(substitutes, 'watchdog.cjs'), path.join(watchdog, 'watchdog.js'))
  cpSync(path.join(substitutes, 'spdlog.cjs'), path.join(server, 'node_modules/@vscode/spdlog/index.js'))
  // A chat agent of 200 MB that nothing here uses.
  for (const unused of ['node_modules/@github', 'node_modules/@microsoft/mxc-sdk', 'extensions/copilot']) {
    rmSync(path.join(server, unused), { recursive: true, force: true })
  }
}

function npm(cwd, args) {
  // Settings of the npm that may have started this script are not meant for the other project.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|command)/.test(name)),
  )
  const all = [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const options = { cwd, env, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' }
  execFileSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', all, options)
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const before = existsSync(hostFolder())
  const folder = installVscodeHost()
  console.log(`${before ? 'VS Code’s server is in' : 'Installed VS Code’s server into'} ${folder}`)
}
