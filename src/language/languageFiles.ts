import path from 'node:path'
import type { LanguageFiles } from './messages.ts'

/**
 * Where the build has put what the language service reads.
 *
 * @param dist absolute path of the project's `dist` folder, as it stands in the VSIX and in the npm package
 */
export function languageFiles(dist: string): LanguageFiles {
  const folder = slashed(path.resolve(dist))
  return {
    lib: `${folder}/language/lib`,
    types: `${folder}/language/types`,
    api: `${folder}/types/api/index.d.ts`,
  }
}

/** A path as TypeScript writes it, on Windows too. */
export function slashed(file: string): string {
  return file.replaceAll('\\', '/')
}

/**
 * Tells files that the build has put there: they never change, and their packages stand beside them. TypeScript asks about
 * every file of a program at every question, so what was told once is kept.
 */
export function bundledFiles(files: LanguageFiles): (file: string) => boolean {
  const declarations = path.posix.dirname(path.posix.dirname(files.api))
  const folders = [files.lib, files.types, declarations].map(folder => `${folder}/`)
  const known = new Map<string, boolean>()
  return file => {
    const told = known.get(file) ?? folders.some(folder => file.startsWith(folder))
    known.set(file, told)
    return told
  }
}
