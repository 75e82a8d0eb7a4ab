import type ts from 'typescript'

/** So many packages are read at most: each costs memory, and most folders have fewer. */
const MAX_PACKAGES = 24

interface Read {
  readonly version: string
  readonly program: ts.Program | undefined
}

/**
 * The types of the packages that the folder's package.json names, a program of its own: their names can be completed
 * and imported before a cell does. Read when first asked for, and again when package.json or node_modules changed.
 */
export function packageTypes(
  typescript: typeof ts,
  options: ts.CompilerOptions,
  directory: string,
): () => ts.Program | undefined {
  let read: Read | undefined
  return () => {
    const file = typescript.findConfigFile(directory, typescript.sys.fileExists, 'package.json')
    const version = file === undefined ? '' : versionOf(typescript, file)
    if (read?.version !== version) read = { version, program: file ? programOf(typescript, options, file) : undefined }
    return read.program
  }
}

function versionOf({ sys }: typeof ts, file: string): string {
  const modified = (name: string) => sys.getModifiedTime?.(name)?.getTime() ?? 0
  return `${file} ${modified(file)} ${modified(file.replace(/package\.json$/, 'node_modules'))}`
}

function programOf(typescript: typeof ts, options: ts.CompilerOptions, file: string): ts.Program | undefined {
  const rootNames = dependencies(typescript, file)
    .slice(0, MAX_PACKAGES)
    .map(name => typescript.resolveModuleName(name, file, options, typescript.sys).resolvedModule)
    .filter(found => found !== undefined && /\.d\.[mc]?ts$/.test(found.resolvedFileName))
    .map(found => (found as ts.ResolvedModuleFull).resolvedFileName)
  if (rootNames.length === 0) return undefined
  return typescript.createProgram(rootNames, { ...options, noLib: true, lib: [], types: [] })
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
