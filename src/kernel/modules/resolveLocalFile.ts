import { statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { FlinknbError } from '../../base/errors.ts'

const EXTENSIONS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json']
/** `./x.js` also means the file it is compiled from. */
const SOURCES: Readonly<Record<string, readonly string[]>> = { '.js': ['.ts'], '.mjs': ['.mts'], '.cjs': ['.cts'] }

/** Whether a specifier names a file and not a package. */
export function isLocalSpecifier(specifier: string): boolean {
  return /^(\.\.?(\/|$)|\/|file:|[A-Za-z]:[\\/])/.test(specifier)
}

/** The file that a relative or absolute specifier means. @throws FlinknbError `IMPORT` with every place that was tried */
export function resolveLocalFile(specifier: string, directory: string): string {
  const target = specifier.startsWith('file:') ? fileURLToPath(specifier) : path.resolve(directory, specifier)
  const extension = path.extname(target)
  const stem = target.slice(0, target.length - extension.length)
  const candidates = [
    target,
    ...(SOURCES[extension] ?? []).map(source => stem + source),
    ...EXTENSIONS.map(e => target + e),
    ...EXTENSIONS.map(e => path.join(target, `index${e}`)),
  ]
  const found = candidates.find(isFile)
  if (found) return found
  throw new FlinknbError('IMPORT', `Cannot find the file '${specifier}', looked for from ${directory}.`, {
    fix: `Tried ${target} as it is, with ${EXTENSIONS.join(', ')}, and as a folder with an index file.`,
  })
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false
}
