import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { FlinknbError, messageOf } from '../../base/errors.ts'
import type { ProgramRunner } from '../cell/programRunner.ts'
import { isCommonJs } from './isCommonJs.ts'
import type { LoadedModule } from './loadedModule.ts'
import type { ModuleLoader } from './moduleLoader.ts'

interface Entry {
  readonly stamp: string
  readonly module: LoadedModule
  /** Local files that it imported. */
  readonly dependencies: ReadonlySet<string>
  /** Settles when it has been evaluated. */
  readonly evaluated: Promise<void>
}

/** The `.ts`, `.js` and `.json` files that cells import: compiled like cells, and read again when they have changed. */
export class LocalModules {
  private readonly entries = new Map<string, Entry>()

  constructor(
    private readonly loader: ModuleLoader,
    private readonly runner: ProgramRunner,
  ) {}

  /** @param importers the files being loaded above this one: a cycle gets what the module has exported so far */
  async load(file: string, importers: ReadonlySet<string>): Promise<LoadedModule> {
    for (const importer of importers) (this.entries.get(importer)?.dependencies as Set<string> | undefined)?.add(file)
    const entry = await this.runner.compiler.retrying(() => this.freshEntry(file, importers))
    if (!importers.has(file)) await entry.evaluated
    return entry.module
  }

  private freshEntry(file: string, importers: ReadonlySet<string>): Entry {
    const known = this.entries.get(file)
    return known && (importers.has(file) || this.isFresh(file, new Set())) ? known : this.evaluate(file, importers)
  }

  private isFresh(file: string, seen: Set<string>): boolean {
    if (seen.has(file)) return true
    seen.add(file)
    const entry = this.entries.get(file)
    return (
      entry !== undefined && entry.stamp === stampOf(file) && [...entry.dependencies].every(d => this.isFresh(d, seen))
    )
  }

  private evaluate(file: string, importers: ReadonlySet<string>): Entry {
    const stamp = stampOf(file)
    const source = read(file)
    const entry = this.entryFor(file, stamp, source, importers)
    this.entries.set(file, entry)
    // A module that failed is tried again by the next import.
    entry.evaluated.catch(() => this.entries.delete(file))
    return entry
  }

  private entryFor(file: string, stamp: string, source: string, importers: ReadonlySet<string>): Entry {
    const base = { stamp, dependencies: new Set<string>() }
    const extension = path.extname(file)
    if (extension === '.json') return { ...base, module: jsonModule(file, source), evaluated: Promise.resolve() }
    if (isCommonJs(file, extension, source))
      return { ...base, module: requireFresh(file), evaluated: Promise.resolve() }
    const language = /ts$/.test(extension) ? 'ts' : 'js'
    const { namespace, evaluated } = this.runner.runModule(source, {
      file,
      language,
      loader: this.loader,
      importers: new Set([...importers, file]),
    })
    return { ...base, module: { namespace, live: true }, evaluated }
  }
}

/** Changes when the file does. */
function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat ? `${stat.mtimeMs} ${stat.size}` : 'gone'
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new FlinknbError('IMPORT', `Cannot read ${file}: ${messageOf(error)}.`, { cause: error })
  }
}

function jsonModule(file: string, source: string): LoadedModule {
  try {
    const value: unknown = JSON.parse(source)
    const names = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
    return { namespace: { ...names, default: value }, live: false }
  } catch (error) {
    throw new FlinknbError('IMPORT', `${file} is not valid JSON: ${messageOf(error)}.`, { cause: error })
  }
}

function requireFresh(file: string): LoadedModule {
  const require = createRequire(file)
  delete require.cache[require.resolve(file)]
  const exported: unknown = require(file)
  const names = (typeof exported === 'object' || typeof exported === 'function') && exported !== null ? exported : {}
  return { namespace: { ...names, default: exported }, live: false }
}
