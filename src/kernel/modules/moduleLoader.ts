import { builtinModules } from 'node:module'
import { FlinknbError } from '../../base/errors.ts'
import type { ProgramRunner } from '../cell/programRunner.ts'
import type { LoadedModule } from './loadedModule.ts'
import { LocalModules } from './localModules.ts'
import { PackageImporter } from './packageImporter.ts'
import { isLocalSpecifier, resolveLocalFile } from './resolveLocalFile.ts'

/** Who imports. */
export interface ImportOrigin {
  readonly directory: string
  /** The local modules that are being loaded above it. */
  readonly importers: ReadonlySet<string>
}

/** What stands behind every import of a cell: `'flinknb'`, `node:` modules, local files, packages of the notebook's folder. */
export class ModuleLoader {
  private readonly packages = new PackageImporter()
  private readonly local: LocalModules

  /** @param importApi gives the module that cells know as `'flinknb'`; called when first imported */
  constructor(
    runner: ProgramRunner,
    private readonly importApi: () => Promise<object>,
  ) {
    this.local = new LocalModules(this, runner)
  }

  /** @throws FlinknbError `IMPORT` */
  async load(
    specifier: string,
    attributes: Readonly<Record<string, string>>,
    from: ImportOrigin,
  ): Promise<LoadedModule> {
    if (specifier === 'flinknb') return { namespace: await this.importApi(), live: false }
    if (specifier.startsWith('flinknb/')) {
      throw new FlinknbError('IMPORT', `There is no module '${specifier}'.`, {
        fix: `Everything is imported from 'flinknb'.`,
      })
    }
    if (isLocalSpecifier(specifier)) return this.local.load(resolveLocalFile(specifier, from.directory), from.importers)
    const name = builtinModules.includes(specifier) ? `node:${specifier}` : specifier
    return { namespace: await this.packages.import(name, attributes, from.directory), live: false }
  }
}
