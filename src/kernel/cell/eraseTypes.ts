import { type SourceMapPayload, stripTypeScriptTypes } from 'node:module'
import { transform } from 'sucrase'
import { CellSyntaxError } from './cellSyntaxError.ts'

export interface ErasedCode {
  readonly code: string
  readonly sourceMap: () => SourceMapPayload
}

/** Namespaces that hold values: sucrase would drop them without a word, so they take the slower road. */
const NAMESPACE = /^[ \t]*(?:export[ \t]+)?(?:namespace|module)[ \t]+[\w$.]+[ \t]*\{/m

/**
 * TypeScript without its types: enums and parameter properties become code, imports stay also where this cell does not
 * use them (a later one may), lines keep their numbers.
 *
 * @throws CellSyntaxError
 */
export function eraseTypes(source: string): ErasedCode {
  return NAMESPACE.test(source) ? eraseWithNode(source) : eraseWithSucrase(source)
}

function eraseWithSucrase(source: string): ErasedCode {
  const options = { transforms: ['typescript'], keepUnusedImports: true, disableESTransforms: true } as const
  try {
    const { code, sourceMap } = transform(source, {
      ...options,
      transforms: [...options.transforms],
      filePath: 'cell.ts',
      sourceMapOptions: { compiledFilename: 'cell.js' },
    })
    return { code, sourceMap: () => sourceMap as unknown as SourceMapPayload }
  } catch (error) {
    throw syntaxErrorOfSucrase(error)
  }
}

function syntaxErrorOfSucrase(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const loc = (error as { loc?: { line: number; column: number } }).loc
  const reason = error.message.replace(/^Error transforming [^:]*: /, '').replace(/\s*\(\d+:\d+\)$/, '')
  return new CellSyntaxError(reason, loc ? { line: loc.line, column: loc.column } : { line: 1, column: 1 }, error)
}

const INLINE_MAP = /\n\/\/# sourceMappingURL=data:application\/json;base64,([\w+/=]+)\s*$/

function eraseWithNode(source: string): ErasedCode {
  let erased: string
  try {
    erased = stripTypeScriptTypes(source, { mode: 'transform', sourceMap: true, sourceUrl: 'cell.ts' })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CellSyntaxError(reason, { line: 1, column: 1 }, error)
  }
  const map = INLINE_MAP.exec(erased)?.[1]
  const code = erased.replace(INLINE_MAP, '').replace(/\n\/\/# sourceURL=.*$/, '')
  return {
    code,
    sourceMap: () => JSON.parse(Buffer.from(map ?? 'e30=', 'base64').toString('utf8')) as SourceMapPayload,
  }
}
