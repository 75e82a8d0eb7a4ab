import path from 'node:path'

/**
 * The address of a workbench.
 *
 * @param {import('./server.mjs').VscodeServer} server
 * @param {{ folder: string, file?: string, extension?: string, tests?: string }} open
 *   `extension`: folder of an extension under development; `tests`: a module whose `run()` is called in the extension host
 */
export function workbenchUrl(server, { folder, file, extension, tests }) {
  const remote = target => `vscode-remote://${server.authority}${path.resolve(target)}`
  const payload = [
    ...(file ? [['openFile', remote(file)]] : []),
    ...(extension ? [['extensionDevelopmentPath', remote(extension)]] : []),
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
    ['skipWelcome', 'true'],
  ]
  return `${server.origin}/?folder=${encodeURIComponent(path.resolve(folder))}&payload=${encodeURIComponent(JSON.stringify(payload))}`
}
