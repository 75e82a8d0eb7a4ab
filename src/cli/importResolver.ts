import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type ts from 'typescript'
import { FlinknbError } from '../base/errors.ts'
import type { ResolvedImport } from '../programs/cellProgram.ts'

/** Endings that an import may leave out, in the order in which cells try them. */
const ENDINGS = ['', '.ts', '.mts', '.js', '.mjs', '.cjs', '.json', '/index.ts', '/index.js']

/**
 * Where Node finds what a cell imports, seen from the program's folder: local files by their whole names, and whether
 * Node can load them without help.
 *
 * @param from absolute path of the notebook's folder
 * @param to absolute path of the program's folder
 * @returns a function that throws FlinknbError `IMPORT` for a local file that Node cannot load even with help
 */
export function importResolver(typescript: typeof ts, from: string, to: string): (specifier: string) => ResolvedImport {
  return specifier => {
    if (!/^\.{0,2}\//.test(specifier)) return { specifier }
    const file = localFile(path.resolve(from, specifier))
    if (!file) return { specifier }
    const relative = path.relative(to, file).split(path.sep).join('/')
    return {
      specifier: relative.startsWith('.') ? relative : `./${relative}`,
      type: file.endsWith('.json') ? 'json' : undefined,
      needsHooks: needsHooks(typescript, file, new Set()),
    }
  }
}

/** The file that an import means: a `.js` may stand for the `.ts` that it is made of. */
function localFile(wanted: string): string | undefined {
  const typed = wanted.replace(/\.([mc]?)js$/, '.$1ts')
  return [wanted, typed, ...ENDINGS.map(ending => wanted + ending)].find(
    candidate => statSync(candidate, { throwIfNoEntry: false })?.isFile() ?? false,
  )
}

/** Whether a module, or one that it imports, is written as cells may be and Node alone cannot load it. */
function needsHooks(typescript: typeof ts, file: string, seen: Set<string>): boolean {
  if (seen.has(file) || !/\.m?[tj]s$/.test(file)) return false
  seen.add(file)
  const text = readFileSync(file, 'utf8')
  if (/ts$/.test(file) && !isErasable(typescript, file, text)) return true
  return typescript.preProcessFile(text, true, true).importedFiles.some(({ fileName }) => {
    if (!fileName.startsWith('.')) return false
    const exact = path.resolve(path.dirname(file), fileName)
    const found = localFile(exact)
    return found !== undefined && (found !== exact || needsHooks(typescript, found, seen))
  })
}

/** Whether Node can take the types out by itself. @throws FlinknbError `IMPORT` for decorators */
function isErasable(typescript: typeof ts, file: string, text: string): boolean {
  const { createSourceFile, ScriptTarget } = typescript
  const visit = (node: ts.Node): boolean => {
    if (typescript.isDecorator(node)) {
      throw new FlinknbError('IMPORT', `${file} has decorators, which Node cannot load in a program.`, {
        fix: 'Move what has decorators into a cell, which is compiled.',
      })
    }
    if (typescript.isEnumDeclaration(node) || typescript.isModuleDeclaration(node)) return false
    if (typescript.isParameterPropertyDeclaration(node, node.parent)) return false
    return !typescript.forEachChild(node, child => !visit(child) || undefined)
  }
  return visit(createSourceFile(file, text, ScriptTarget.ESNext, true))
}
