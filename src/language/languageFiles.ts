import path from 'node:path'
import type { LanguageFiles } from './messages.ts'

/**
 * Where the build has put what the language service reads.
 *
 * @param dist absolute path of the project's `dist` folder, as it stands in the VSIX and in the npm package
 */
export function languageFiles(dist: string): LanguageFiles {
  return {
    lib: path.join(dist, 'language/lib'),
    types: path.join(dist, 'language/types'),
    api: path.join(dist, 'types/api/index.d.ts'),
  }
}
