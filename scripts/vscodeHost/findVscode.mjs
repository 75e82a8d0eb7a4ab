import { existsSync } from 'node:fs'
import path from 'node:path'

const NAMES = process.platform === 'win32' ? ['code.cmd', 'codium.cmd'] : ['code', 'codium', 'code-insiders']
const APPLICATIONS = ['/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code']

/** The VS Code of this machine: `VSCODE_EXECUTABLE`, else the first on the PATH; undefined when there is none. */
export function findVscode() {
  const set = process.env.VSCODE_EXECUTABLE
  if (set) {
    if (!existsSync(set))
      throw new Error(`VSCODE_EXECUTABLE is ${set}, and there is no such file. Correct it or unset it.`)
    return set
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean)
  return [...folders.flatMap(folder => NAMES.map(name => path.join(folder, name))), ...APPLICATIONS].find(file =>
    existsSync(file),
  )
}
