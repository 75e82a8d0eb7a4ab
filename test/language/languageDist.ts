import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { languageFiles } from '../../src/language/languageFiles.ts'
import type { LanguageFiles } from '../../src/language/messages.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** A `dist` as the build makes it, in a temporary folder, and an empty folder for notebooks. */
export interface LanguageDist {
  readonly files: LanguageFiles
  /** Folder of the notebook: files written here can be imported by cells. */
  readonly folder: string
  remove(): void
}

/** The parts of the build script that are used here. */
interface BuildTypes {
  copyLibraries(root: string, dist: string): void
  emitDeclarations(root: string, dist: string): Promise<void>
  copyTypePackages(root: string, dist: string): void
}

/** With a small module in the place of `'flinknb'`, or, without one, with the declarations of src/api. */
export async function languageDist(api?: string): Promise<LanguageDist> {
  const folder = mkdtempSync(path.join(tmpdir(), 'flinknb-language-'))
  const dist = path.join(folder, 'dist')
  const files = languageFiles(dist)
  const build = (await import('../../scripts/buildTypes.mjs' as string)) as BuildTypes
  build.copyLibraries(ROOT, dist)
  if (api === undefined) await build.emitDeclarations(ROOT, dist)
  else {
    mkdirSync(path.dirname(files.api), { recursive: true })
    writeFileSync(files.api, api)
  }
  build.copyTypePackages(ROOT, dist)
  const notebooks = path.join(folder, 'notebooks')
  mkdirSync(notebooks)
  return { files, folder: notebooks, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
