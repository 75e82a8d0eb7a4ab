import type ts from 'typescript'
import type { CellModules } from './cellModules.ts'
import { type ExportMap, keptExportMap } from './exportMap.ts'
import { importableNames } from './importableNames.ts'
import { bundledFiles } from './languageFiles.ts'
import type { LanguageFiles } from './messages.ts'
import { moduleResolution } from './moduleResolution.ts'
import { UnsavedFiles } from './unsavedFiles.ts'

/**
 * What TypeScript asks of its surroundings: cells come from memory, everything else from disk.
 *
 * @param program the service's program, once there is one
 * @param unsaved files that an editor holds otherwise than the disk
 */
export function languageHost(
  typescript: typeof ts,
  options: ts.CompilerOptions,
  files: LanguageFiles,
  directory: string,
  cells: CellModules,
  program: () => ts.Program | undefined,
  unsaved = new UnsavedFiles(),
): ts.LanguageServiceHost {
  const { sys } = typescript
  const isBundled = bundledFiles(files)
  const fileExists = (file: string) => cells.byFile(file) !== undefined || sys.fileExists(file)
  const readFile = (file: string) => cells.byFile(file)?.text ?? unsaved.get(file)?.text ?? sys.readFile(file)
  const disk = { fileExists, readFile, directoryExists: sys.directoryExists, getDirectories: sys.getDirectories }
  const { paths: _, ...withoutPaths } = options // they are for what is written, not for what is found
  const resolution = moduleResolution(typescript, withoutPaths, files, {
    ...disk,
    ...(sys.realpath ? { realpath: sys.realpath } : {}),
  })

  const modified = (name: string) => sys.getModifiedTime?.(name)?.getTime() ?? 0

  /**
   * Ours never change; a file on disk is as new as it was last written. A cell whose import led nowhere is read anew
   * when its folder has changed: a package or a local file may be there now.
   */
  const version = (file: string) => {
    if (isBundled(file)) return '1'
    const edited = unsaved.get(file)
    const own = cells.byFile(file)?.version ?? (edited ? `unsaved ${edited.version}` : modified(file))
    if (!resolution.hasUnresolved(file)) return String(own)
    return `${own} ${modified(directory)} ${modified(`${directory}/node_modules`)}`
  }

  const importable = importableNames(typescript, withoutPaths, directory)
  const host: ts.LanguageServiceHost & AutoImports = {
    ...disk,
    readDirectory: sys.readDirectory,
    getCompilationSettings: () => options,
    useCaseSensitiveFileNames: () => sys.useCaseSensitiveFileNames,
    getCurrentDirectory: () => directory,
    getDefaultLibFileName: () => `${files.lib}/lib.esnext.d.ts`,
    getScriptFileNames: () => [...cells.fileNames(), files.api], // its names can be imported before a cell does
    getScriptVersion: version,
    getScriptSnapshot: file => {
      const text = readFile(file)
      return text === undefined ? undefined : typescript.ScriptSnapshot.fromString(text)
    },
    resolveModuleNameLiterals: (names, containingFile) => resolution.modules(names, containingFile),
    resolveTypeReferenceDirectiveReferences: (names, containingFile) =>
      resolution.typeReferences(names, containingFile),
    getPackageJsonAutoImportProvider: importable,
    getCachedExportInfoMap: keptExportMap(
      typescript,
      {
        getCurrentProgram: program,
        getPackageJsonAutoImportProvider: importable,
        getGlobalTypingsCacheLocation: () => undefined,
      },
      file => cells.byFile(file) !== undefined,
      `${directory}/cell.ts`,
    ),
  }
  return host
}

/** What TypeScript's own server tells its service, too, and TypeScript 6.0.3 leaves out of its declarations. */
interface AutoImports {
  getPackageJsonAutoImportProvider(): ts.Program | undefined
  getCachedExportInfoMap(): ExportMap
}
