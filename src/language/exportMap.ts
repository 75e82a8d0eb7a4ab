import type ts from 'typescript'

/**
 * TypeScript's picture of all that can be imported, which takes a hundred milliseconds to draw. Its server keeps it
 * between keystrokes; this is how it does that. TypeScript 6.0.3 leaves these out of its declarations.
 */
export interface ExportMap {
  isUsableByFile(file: string): boolean
  isEmpty(): boolean
  clear(): void
  releaseSymbols(): void
  add(file: string, ...rest: readonly unknown[]): void
  get(file: string, key: string): unknown
  search(file: string, ...rest: readonly unknown[]): unknown
}

interface ExportMapHost {
  getCurrentProgram(): ts.Program | undefined
  getPackageJsonAutoImportProvider(): ts.Program | undefined
  getGlobalTypingsCacheLocation(): string | undefined
}

/**
 * Keeps the map for as long as nothing but cells changes: they are no part of it. All cells stand in one folder, so what
 * one of them can import, each can.
 *
 * @param isCell whether a file is a cell's module
 * @param importer a path in the folder that stands for every cell
 */
export function keptExportMap(
  typescript: typeof ts,
  host: ExportMapHost,
  isCell: (file: string) => boolean,
  importer: string,
): () => ExportMap {
  const { createCacheableExportInfoMap } = typescript as unknown as {
    createCacheableExportInfoMap(host: ExportMapHost): ExportMap
  }
  const map = createCacheableExportInfoMap(host)
  const shared: ExportMap = {
    ...map,
    isUsableByFile: () => map.isUsableByFile(importer),
    add: (_, ...rest) => map.add(importer, ...rest),
    get: (_, key) => map.get(importer, key),
    search: (_, ...rest) => map.search(importer, ...rest),
  }
  let drawn: { program: ts.Program | undefined; packages: ts.Program | undefined } | undefined
  return () => {
    const now = { program: host.getCurrentProgram(), packages: host.getPackageJsonAutoImportProvider() }
    if (drawn?.program !== now.program) map.releaseSymbols()
    if (drawn && (drawn.packages !== now.packages || !sameBesideCells(drawn.program, now.program, isCell))) map.clear()
    drawn = now
    return shared
  }
}

function sameBesideCells(
  before: ts.Program | undefined,
  now: ts.Program | undefined,
  isCell: (file: string) => boolean,
): boolean {
  if (before === now) return true
  const others = (program: ts.Program | undefined) =>
    (program?.getSourceFiles() ?? []).filter(({ fileName }) => !isCell(fileName))
  const known = new Set(others(before))
  const found = others(now)
  return found.length === known.size && found.every(file => known.has(file))
}
