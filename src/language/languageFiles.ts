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

/** Whether a file is one of those that the build has put there: it never changes, and its packages stand beside it. */
export function isBundled(files: LanguageFiles, file: string): boolean {
  const declarations = path.posix.dirname(path.posix.dirname(files.api))
  return [files.lib, files.types, declarations].some(folder => file.startsWith(`${folder}/`))
}
