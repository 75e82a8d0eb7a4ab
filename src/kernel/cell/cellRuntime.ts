import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { LoadedModule } from '../modules/loadedModule.ts'
import type { ModuleLoader } from '../modules/moduleLoader.ts'
import { hasExport, pickExport } from '../modules/pickExport.ts'
import type { InterruptFlag } from './interruptFlag.ts'
import type { ModuleImport } from './rewriteModuleSyntax.ts'
import type { Scope } from './scope.ts'

/** What compiled code calls besides user code. One for each compiled program; method names are those that the compiler writes. */
export interface CellRuntime {
  readonly interrupt: Int32Array
  readonly breakOff: () => never
  readonly require: NodeJS.Require
  readonly meta: Readonly<Record<string, unknown>>
  lookup(name: string): object
  constant(name: string): object
  load(specifier: unknown, options?: { readonly with?: Readonly<Record<string, string>> }): Promise<unknown>
  import(index: number): Promise<LoadedModule>
  pick(index: number, binding: number, module: LoadedModule, used: boolean): unknown
  /** After the values of an import have been stored: lets them follow the module that exports them. */
  bind(index: number, module: LoadedModule): void
}

export interface CellRuntimeOptions {
  readonly scope: Scope
  readonly loader: ModuleLoader
  readonly flag: InterruptFlag
  /** Absolute path that `import.meta` and relative imports start from. */
  readonly file: string
  readonly imports: readonly ModuleImport[]
  /** Local modules that are being loaded above this one, for cycles. */
  readonly importers?: ReadonlySet<string>
}

export function createCellRuntime(options: CellRuntimeOptions): CellRuntime {
  const { scope, loader, flag, file, imports } = options
  const directory = path.dirname(file)
  const from = { directory, importers: options.importers ?? new Set<string>() }
  return {
    interrupt: flag.view,
    breakOff: flag.breakOff,
    get require() {
      return createRequire(file)
    },
    get meta() {
      return { url: pathToFileURL(file).href, filename: file, dirname: directory }
    },
    lookup: name => scope.holderOf(name),
    constant(name) {
      throw new TypeError(`Assignment to constant variable '${name}'.`)
    },
    async load(specifier, importOptions) {
      return (await loader.load(String(specifier), importOptions?.with ?? {}, from)).namespace
    },
    import(index) {
      const { specifier, attributes } = at(imports, index)
      return loader.load(specifier, attributes, from)
    },
    pick(index, binding, module, used) {
      const { specifier, bindings } = at(imports, index)
      const { imported } = at(bindings, binding)
      return hasExport(module, imported) || (used && !module.live) ? pickExport(specifier, module, imported) : undefined
    },
    bind(index, module) {
      const { specifier, bindings } = at(imports, index)
      for (const { imported, local } of bindings) {
        // A missing name that this cell does not use is a type, or a mistake that the cell that uses it hears of.
        const follows = module.live ? imported !== '*' : !hasExport(module, imported)
        if (follows) scope.bindLive(local, () => pickExport(specifier, module, imported))
      }
    },
  }
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new RangeError(`no import number ${index}`)
  return item
}
