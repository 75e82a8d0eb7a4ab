import type ts from 'typescript'
import type { CellModule } from './cellModule.ts'
import type { CellDiagnostic, CellPosition } from './messages.ts'

/**
 * A finding of TypeScript in the cell's own lines; undefined when it concerns only what we put around the cell (a name
 * from above that its cell does not declare soundly, which is said there).
 */
export function cellDiagnostic(
  typescript: typeof ts,
  diagnostic: ts.Diagnostic,
  module: CellModule,
  isSyntax: boolean,
): CellDiagnostic | undefined {
  const at = diagnostic.start ?? module.start
  if (at < module.start || (at > module.end && !isSyntax)) return undefined
  const end = at + (diagnostic.length ?? 0)
  return {
    start: positionInCell(diagnostic.file, module, at),
    end: positionInCell(diagnostic.file, module, end),
    code: `TS${diagnostic.code}`,
    message: typescript.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
    category: category(typescript, diagnostic.category),
  }
}

/** A place in a cell's module, in the cell's lines; what lies behind the cell (an unclosed bracket) is its end. */
export function positionInCell(file: ts.SourceFile | undefined, module: CellModule, offset: number): CellPosition {
  const place = file?.getLineAndCharacterOfPosition(Math.min(Math.max(offset, module.start), module.end))
  return { line: place?.line ?? 1, column: (place?.character ?? 0) + 1 } // our own line stands before the first
}

/** The other way round: undefined where the cell has no such line. */
export function offsetInModule(file: ts.SourceFile, module: CellModule, position: CellPosition): number | undefined {
  const starts = file.getLineStarts()
  const lineStart = starts[position.line]
  if (lineStart === undefined || lineStart > module.end) return undefined
  return Math.min(module.end, lineStart + position.column - 1)
}

function category(typescript: typeof ts, value: ts.DiagnosticCategory): CellDiagnostic['category'] {
  if (value === typescript.DiagnosticCategory.Error) return 'error'
  return value === typescript.DiagnosticCategory.Warning ? 'warning' : 'suggestion'
}
