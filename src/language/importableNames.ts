import type ts from 'typescript'
import { type LocalModules, localModules } from './localModules.ts'

/** So many packages are read at most: each costs memory, and most folders have fewer. */
const MAX_PACKAGES = 24

interface Read {
  readonly version: string
  readonly program: ts.Program | undefined
}

/**
 * The packages that the folder's package.json names, and the folder's own files, as a program of its own: their names can
 * be completed and imported before a cell does. Read when first asked for, and again when something of it has changed.
 */
export function importableNames(
  typescript: typeof ts,
  options: ts.CompilerOptions,
  directory: string,
): () => ts.Program | undefined {
  const readLocals = localModules(typescript, directory)
  let read: Read | undefined
  return () => {
    const file = typescript.findConfigFile(directory, typescript.sys.fileExists, 'package.json')
    const locals = readLocals()
    const version = `${file === undefined ? '' : versionOf(typescript, file)}\n${locals.version}`
    if (read?.version !== version)
      read = {
        version,
        program: programOf(typescript, options, file ? packageFiles(typescript, options, file) : [], locals),
      }
    return read.program
  }
}

function versionOf({ sys }: typeof ts, file: string): string {
  const modified = (name: string) => sys.getModifiedTime?.(name)?.getTime() ?? 0
  return `${file} ${modified(file)} ${modified(file.replace(/package\.json$/, 'node_modules'))}`
}

function programOf(
  typescript: typeof ts,
  options: ts.CompilerOptions,
  packages: readonly string[],
  { files }: LocalModules,
): ts.Program | undefined {
  const rootNames = [...packages, ...files]
  if (rootNames.length === 0) return undefined
  return typescript.createProgram(rootNames, { ...options, noLib: true, lib: [], types: [] })
}

/** The declarations of the packages. */
function packageFiles(typescript: typeof ts, options: ts.CompilerOptions, file: string): string[] {
  return dependencies(typescript, file)
    .slice(0, MAX_PACKAGES)
    .map(name => typescript.resolveModuleName(name, file, options, typescript.sys).resolvedModule)
    .filter(found => found !== undefined && /\.d\.[mc]?ts$/.test(found.resolvedFileName))
    .map(found => (found as ts.ResolvedModuleFull).resolvedFileName)
}

/** A package.json that cannot be read names none: what is wrong with it, npm says. */
function dependencies({ sys }: typeof ts, file: string): string[] {
  try {
    const { dependencies = {} } = JSON.parse(sys.readFile(file) ?? '{}') as { dependencies?: Record<string, string> }
    return Object.keys(dependencies)
  } catch {
    return []
  }
}
