import type { SourceMapPayload } from 'node:module'
import type ts from 'typescript'
import { CellSyntaxError } from './cellSyntaxError.ts'
import type { ErasedCode } from './eraseTypes.ts'

/** What only TypeScript itself can compile: decorators, and `accessor` fields. */
const NEEDS_TYPESCRIPT = /@[\p{ID_Start}$_(]|\baccessor\b/u

/** Whether code that the quick road could not compile may be compiled by TypeScript. Also true for an `@` in a comment. */
export function mayNeedTypeScript(source: string): boolean {
  return NEEDS_TYPESCRIPT.test(source)
}

/**
 * TypeScript's own transformation, for decorators as the language has them (not `experimentalDecorators`). What it adds
 * to the code is recognised by {@link isCompilerHelper}.
 *
 * @throws CellSyntaxError
 */
export function eraseWithTypeScript(typescript: typeof ts, source: string): ErasedCode {
  const { ScriptTarget, ModuleKind } = typescript
  const { outputText, sourceMapText, diagnostics } = typescript.transpileModule(source, {
    fileName: 'cell.ts',
    reportDiagnostics: true,
    compilerOptions: {
      target: ScriptTarget.ES2022,
      module: ModuleKind.Preserve,
      verbatimModuleSyntax: true, // a later cell may use what this one imports
      sourceMap: true,
    },
  })
  const error = diagnostics?.find(({ category }) => category === typescript.DiagnosticCategory.Error)
  if (error) throw syntaxErrorOf(typescript, error)
  const code = outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '')
  return { code, sourceMap: () => JSON.parse(sourceMapText ?? '{}') as SourceMapPayload }
}

function syntaxErrorOf(typescript: typeof ts, { file, start, messageText }: ts.Diagnostic): CellSyntaxError {
  const place = file?.getLineAndCharacterOfPosition(start ?? 0)
  const position = { line: (place?.line ?? 0) + 1, column: (place?.character ?? 0) + 1 }
  return new CellSyntaxError(typescript.flattenDiagnosticMessageText(messageText, '\n'), position)
}
