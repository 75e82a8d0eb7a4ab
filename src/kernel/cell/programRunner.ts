import path from 'node:path'
import vm from 'node:vm'
import type { CellNames } from '../dependencies/cellNames.ts'
import type { LoadedModule } from '../modules/loadedModule.ts'
import type { ModuleLoader } from '../modules/moduleLoader.ts'
import { CellCompiler } from './cellCompiler.ts'
import { type CellRuntime, createCellRuntime } from './cellRuntime.ts'
import type { CompiledCell } from './compileCell.ts'
import type { InterruptFlag } from './interruptFlag.ts'
import type { PositionMap } from './positionMap.ts'
import { Scope } from './scope.ts'
import type { SourcePlaces } from './sourcePlaces.ts'

type CompiledFunction = (scope: object, runtime: CellRuntime) => Promise<readonly [unknown] | undefined>

export interface RunCellOptions {
  readonly scope: Scope
  readonly loader: ModuleLoader
  /** Absolute path of the notebook. */
  readonly notebookPath: string
  /** Where relative imports start. */
  readonly directory: string
  readonly cellNumber: number
  /** Called when the cell has been compiled, before it runs. */
  readonly onCompiled?: ((names: CellNames) => void) | undefined
  /** What a debugger is to know of it. */
  readonly debug?: CellDebugHooks | undefined
}

export interface CellDebugHooks {
  /** Code that is put behind the cell's own: where its source map is. */
  afterCode(source: string, positions: PositionMap): string
  /** The cell's names are declared; its code runs next. */
  declared(): void
}

export interface RunModuleOptions {
  readonly loader: ModuleLoader
  readonly file: string
  readonly language: 'ts' | 'js'
  readonly importers: ReadonlySet<string>
}

/** Compiles programs and runs them in the kernel's own realm, so that `instanceof Array` holds across cells and packages. */
export class ProgramRunner {
  /** For whoever starts modules: their code may need a second attempt. */
  readonly compiler = new CellCompiler()

  constructor(
    private readonly places: SourcePlaces,
    private readonly flag: InterruptFlag,
  ) {}

  /** Resolves to `[value]` of a cell's last expression; rejects with whatever the cell throws. */
  async runCell(source: string, options: RunCellOptions): Promise<readonly [unknown] | undefined> {
    const { scope, loader, notebookPath, directory, cellNumber, debug } = options
    const compile = () =>
      this.places.inCell(cellNumber, () => this.compiler.compile(source, { known: scope, language: 'ts' }))
    const compiled = await this.compiler.retrying(compile)
    const name = this.places.addCell(`${notebookPath}#cell-${cellNumber}`, cellNumber, compiled.positions)
    const code = compiled.code + (debug?.afterCode(source, compiled.positions) ?? '')
    const run = this.places.inCell(cellNumber, () => scriptOf({ code }, name))
    options.onCompiled?.(namesOf(compiled))
    scope.declare(compiled.names)
    debug?.declared()
    const file = path.join(directory, path.basename(notebookPath))
    return run(scope.values, createCellRuntime({ scope, loader, flag: this.flag, file, imports: compiled.imports }))
  }

  /** Starts a local module; its namespace is there at once, for cycles, and fills while it is evaluated. */
  runModule(
    source: string,
    options: RunModuleOptions,
  ): { readonly namespace: object; readonly evaluated: Promise<void> } {
    const { loader, file, language, importers } = options
    const scope = new Scope()
    const compiled = this.places.inFile(file, () => this.compiler.compile(source, { known: scope, language }))
    const run = this.places.inFile(file, () => scriptOf(compiled, this.places.addFile(file, compiled.positions)))
    const namespace: object = {}
    for (const { exported, local } of compiled.exports) defineExport(namespace, exported, () => scope.get(local))
    scope.declare(compiled.names)
    const runtime = createCellRuntime({ scope, loader, flag: this.flag, file, imports: compiled.imports, importers })
    const importAndReexport = async (index: number) => {
      const module = await runtime.import(index)
      for (const { imported, exported } of compiled.imports[index]?.reexports ?? [])
        reexport(namespace, module, imported, exported)
      return module
    }
    // Later, so that the caller can register the module before it imports others, and through them itself.
    const evaluated = Promise.resolve().then(async () => {
      await run(scope.values, { ...runtime, import: importAndReexport })
    })
    return { namespace, evaluated }
  }
}

function namesOf({ names, used }: CompiledCell): CellNames {
  return {
    defines: new Set([...names.keys(), ...used.assigned]),
    changes: used.changed,
    reads: new Set([...used.mentioned].filter(name => !names.has(name))),
  }
}

function scriptOf({ code }: Pick<CompiledCell, 'code'>, filename: string): CompiledFunction {
  const script = new vm.Script(code, {
    filename,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  return script.runInThisContext() as CompiledFunction
}

function reexport(namespace: object, { namespace: source }: LoadedModule, imported: string, exported: string): void {
  if (imported !== '*') defineExport(namespace, exported, () => Reflect.get(source, imported))
  else if (exported !== '*') defineExport(namespace, exported, () => source)
  else
    for (const name of Object.keys(source))
      if (name !== 'default') defineExport(namespace, name, () => Reflect.get(source, name))
}

function defineExport(namespace: object, name: string, get: () => unknown): void {
  if (!Object.hasOwn(namespace, name)) Object.defineProperty(namespace, name, { get, enumerable: true })
}
