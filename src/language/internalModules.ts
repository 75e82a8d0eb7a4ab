import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { CellModules } from './cellModules.ts'
import type { LanguageFiles } from './messages.ts'

/** Patterns of modules that nothing is imported from by name: cells, the insides of `'flinknb'`, of Node's types. */
export function internalModules(files: LanguageFiles, cells: CellModules): string[] {
  const api = path.posix.dirname(files.api)
  const root = path.posix.dirname(api)
  const others = (folder: string, kept: string) =>
    existsSync(folder) ? readdirSync(folder).filter(name => name !== kept) : []
  return [
    cells.pattern,
    ...others(root, path.posix.basename(api)).map(name => `${root}/${name}/**/*`),
    ...others(api, path.posix.basename(files.api)).map(name => `${api}/${name}`),
    ...others(files.types, 'node').map(name => `${files.types}/${name}/**/*`),
  ]
}
