import type ts from 'typescript'
import { rangeInCell } from '../cellOffsets.ts'
import { type CellPlace, type CellProgram, placeOf } from '../cellProgram.ts'
import { type ColumnMention, columnMentionAt } from '../columnMentions.ts'
import { documentationText } from '../displayText.ts'
import type { CellHover, LanguageCalls } from '../messages.ts'

/** What stands at a position; null where nothing is to be said. */
export function hover(program: CellProgram, ask: LanguageCalls['hover']['ask']): CellHover | null {
  const { typescript, service } = program
  const at = placeOf(program, ask)
  const column = at && columnMentionAt(program, at)
  if (column) return hoverOfColumn(program, at, column)
  const info = at && service.getQuickInfoAtPosition(at.cell.file, at.offset)
  if (!info) return null
  const origin = documented(info) ? info : (declaredAbove(program, at, info) ?? info)
  return {
    ...rangeInCell(at.cell, info.textSpan.start, info.textSpan.start + info.textSpan.length),
    signature: withoutAlias(typescript.displayPartsToString(info.displayParts)),
    documentation: documentationText(typescript, origin.documentation, origin.tags),
  }
}

/** A text that names a column is explained as the column is. */
function hoverOfColumn(
  { typescript, service }: CellProgram,
  { cell }: CellPlace,
  column: ColumnMention,
): CellHover | null {
  const checker = service.getProgram()?.getTypeChecker()
  if (!checker) return null
  const { span, name, property } = column
  const optional = property.flags & typescript.SymbolFlags.Optional ? '?' : ''
  const documentation = property.getDocumentationComment(checker)
  return {
    ...rangeInCell(cell, span.start, span.start + span.length),
    signature: `(column) ${name}${optional}: ${checker.typeToString(checker.getTypeOfSymbol(property))}`,
    documentation: documentationText(typescript, documentation, property.getJsDocTags(checker)),
  }
}

function documented({ documentation, tags }: ts.QuickInfo): boolean {
  return (documentation?.length ?? 0) + (tags?.length ?? 0) > 0
}

/** The doc comment of a name that our first line declares anew stands where it was declared first. */
function declaredAbove({ service }: CellProgram, { cell }: CellPlace, { textSpan }: ts.QuickInfo) {
  const name = cell.text.slice(textSpan.start, textSpan.start + textSpan.length)
  const borrowed = cell.borrowed.find(one => one.name === name && one.offset !== one.target)
  return borrowed && service.getQuickInfoAtPosition(cell.file, borrowed.target)
}

/** That a name of another cell comes by way of an import is our business alone. */
function withoutAlias(signature: string): string {
  return signature.replace(/^\(alias\) /, '').replace(/\nimport [\w$]+$/, '')
}
