import { isBuiltin } from 'node:module'
import path from 'node:path'
import type ts from 'typescript'
import { bundledFiles } from './languageFiles.ts'
import type { LanguageFiles } from './messages.ts'

type Literals = readonly ts.StringLiteralLike[]

/** Where imports lead: `'flinknb'` to its own declarations, everything else as from the notebook's folder. */
export interface ModuleResolution {
  modules(names: Literals, containingFile: string): ts.ResolvedModuleWithFailedLookupLocations[]
  typeReferences(names: readonly (string | ts.FileReference)[], containingFile: string): TypeReference[]
  /** Whether a file has an import that led nowhere when it was last looked up: a package may be installed meanwhile. */
  hasUnresolved(file: string): boolean
}

type TypeReference = ts.ResolvedTypeReferenceDirectiveWithFailedLookupLocations

export function moduleResolution(
  typescript: typeof ts,
  options: ts.CompilerOptions,
  files: LanguageFiles,
  host: ts.ModuleResolutionHost,
): ModuleResolution {
  const unresolved = new Set<string>()
  const isBundled = bundledFiles(files)

  const modules = (names: Literals, containingFile: string) => {
    unresolved.delete(containingFile)
    return names.map(({ text }) => {
      if (text === 'flinknb') return { resolvedModule: declarationFile(typescript, files.api) }
      const result = typescript.resolveModuleName(
        isBundled(containingFile) ? besideTypes(text, files) : text,
        containingFile,
        options,
        host,
      )
      if (!result.resolvedModule && !isBuiltin(text)) unresolved.add(containingFile)
      return result
    })
  }
  /** One copy of Node's types, also for packages that bring another. */
  const typeReferences = (names: readonly (string | ts.FileReference)[], containingFile: string) =>
    names.map(reference => {
      const name = typeof reference === 'string' ? reference : reference.fileName
      const from = name === 'node' ? `${files.types}/index.ts` : containingFile
      return typescript.resolveTypeReferenceDirective(name, from, options, host)
    })
  return {
    modules,
    typeReferences,
    hasUnresolved: file => unresolved.has(file),
  }
}

function declarationFile(typescript: typeof ts, file: string): ts.ResolvedModuleFull {
  return { resolvedFileName: file, extension: typescript.Extension.Dts, isExternalLibraryImport: true }
}

/** Packages of types stand beside each other, not in a node_modules: `undici-types`, asked for by Node's. */
function besideTypes(name: string, files: LanguageFiles): string {
  return /^[a-z@]/.test(name) && !isBuiltin(name) ? path.posix.join(files.types, name) : name
}
