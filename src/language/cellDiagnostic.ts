import type ts from 'typescript'
import type { CellFile } from './cellModules.ts'
import { rangeInCell } from './cellOffsets.ts'
import { type CellProgram, locationOf } from './cellProgram.ts'
import type { CellDiagnostic } from './messages.ts'
import { missingNameMessage } from './missingName.ts'
import { readableMessage } from './readableMessage.ts'

/**
 * A finding of TypeScript in the cell's own lines; undefined when it concerns only what we put around the cell (a name
 * from above that its cell does not declare soundly, which is said there).
 */
export function cellDiagnostic(
  program: CellProgram,
  diagnostic: ts.Diagnostic,
  cell: CellFile,
  isSyntax: boolean,
): CellDiagnostic | undefined {
  const { typescript } = program
  const at = diagnostic.start ?? cell.start
  if (at < cell.start || (at > cell.end && !isSyntax)) return undefined
  const tags = tagsOf(diagnostic)
  const related = relatedOf(program, diagnostic)
  return {
    ...rangeInCell(cell, at, at + (diagnostic.length ?? 0)), // what lies behind the cell (an unclosed bracket) is its end
    code: `TS${diagnostic.code}`,
    message: missingNameMessage(program, diagnostic) ?? readableMessage(typescript, diagnostic.messageText),
    category: category(typescript, diagnostic.category),
    ...(tags.length > 0 ? { tags } : {}),
    ...(related.length > 0 ? { related } : {}),
  }
}

function tagsOf({ reportsUnnecessary, reportsDeprecated }: ts.Diagnostic): ('unnecessary' | 'deprecated')[] {
  return [
    ...(reportsUnnecessary ? (['unnecessary'] as const) : []),
    ...(reportsDeprecated ? (['deprecated'] as const) : []),
  ]
}

function relatedOf(program: CellProgram, diagnostic: ts.Diagnostic): NonNullable<CellDiagnostic['related']> {
  return (diagnostic.relatedInformation ?? []).flatMap(({ file, start, length, messageText }) => {
    if (!file || start === undefined) return []
    const location = locationOf(program, file.fileName, { start, length: length ?? 0 })
    return location
      ? [{ ...location, message: program.typescript.flattenDiagnosticMessageText(messageText, '\n') }]
      : []
  })
}

function category(typescript: typeof ts, value: ts.DiagnosticCategory): CellDiagnostic['category'] {
  if (value === typescript.DiagnosticCategory.Error) return 'error'
  return value === typescript.DiagnosticCategory.Warning ? 'warning' : 'suggestion'
}
