import path from 'node:path'
import vm from 'node:vm'
import { FlinknbError } from '../../base/errors.ts'

type Import = (specifier: string, options: object) => Promise<object>

/**
 * Imports packages and `node:` modules exactly as Node does for a file in a given folder: an `import()` inside a script
 * with a name in that folder.
 */
export class PackageImporter {
  private readonly byDirectory = new Map<string, Import>()

  /** @throws FlinknbError `IMPORT` when the package is not installed there */
  async import(specifier: string, attributes: Readonly<Record<string, string>>, directory: string): Promise<object> {
    try {
      return await this.importFrom(directory)(specifier, { with: attributes })
    } catch (error) {
      if (
        (error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND' ||
        !String(error).includes(`'${packageOf(specifier)}'`)
      ) {
        throw error
      }
      throw new FlinknbError(
        'IMPORT',
        `The package '${packageOf(specifier)}' is not installed where the notebook can find it (${directory} and above).`,
        {
          fix: `Run \`npm install ${packageOf(specifier)}\` in the notebook's folder.`,
          cause: error,
        },
      )
    }
  }

  private importFrom(directory: string): Import {
    const known = this.byDirectory.get(directory)
    if (known) return known
    const script = new vm.Script('(specifier, options) => import(specifier, options)', {
      filename: path.join(directory, 'flinknb-import.js'),
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    })
    const made = script.runInThisContext() as Import
    this.byDirectory.set(directory, made)
    return made
  }
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}
