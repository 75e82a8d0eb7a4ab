import type ts from 'typescript'

/** So many files are looked into at most, and none that is larger: names are to be offered, not a project to be built. */
const MAX_FILES = 40
const MAX_FOLDERS = 20
const MAX_BYTES = 64 * 1024

/** Files that nothing is imported from: tests, settings of tools. */
const NO_MODULE = /\.(?:test|spec|config)\.[mc]?[jt]s$/

/** Local files that cells may import from: those of a folder and of the folders in it. */
export interface LocalModules {
  readonly files: readonly string[]
  /** Changes when one of them does. */
  readonly version: string
}

/** Gives them as they are now; folders are read again when something came or went there. */
export function localModules({ sys }: typeof ts, directory: string): () => LocalModules {
  const modified = (name: string) => sys.getModifiedTime?.(name)?.getTime() ?? 0
  const list = (folders: readonly string[]) => {
    const files: string[] = []
    for (const folder of folders) {
      if (files.length >= MAX_FILES) break
      const found = sys.readDirectory(folder, ['.ts', '.mts', '.js', '.mjs'], undefined, undefined, 1)
      files.push(...found.filter(file => !NO_MODULE.test(file) && (sys.getFileSize?.(file) ?? 0) <= MAX_BYTES))
    }
    return files.slice(0, MAX_FILES)
  }
  let listed = { folders: '', files: [] as readonly string[] }
  return () => {
    const inner = sys.getDirectories(directory).filter(isOwn).slice(0, MAX_FOLDERS)
    const paths = [directory, ...inner.map(name => `${directory}/${name}`)]
    const folders = paths.map(folder => `${folder} ${modified(folder)}`).join('\n')
    if (listed.folders !== folders) listed = { folders, files: list(paths) }
    const { files } = listed
    return { files, version: files.map(file => `${file} ${modified(file)}`).join('\n') }
  }
}

/** Not packages, what tools have made, or what is hidden. */
function isOwn(folder: string): boolean {
  return !/^(?:node_modules|dist|build|out|\..*)$/.test(folder)
}
