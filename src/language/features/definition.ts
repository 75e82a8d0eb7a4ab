import type ts from 'typescript'
import { isWithin } from '../cellOffsets.ts'
import { type CellProgram, locationOf, placeOf } from '../cellProgram.ts'
import { columnMentionAt, declarationsOf } from '../columnMentions.ts'
import type { LanguageCalls, LanguageLocation } from '../messages.ts'

/** Where the name at a position is declared: in a cell, a local file or a declaration file. */
export function definition(program: CellProgram, ask: LanguageCalls['definition']['ask']): LanguageLocation[] {
  const at = placeOf(program, ask)
  if (!at) return []
  const column = columnMentionAt(program, at)
  if (column)
    return declarationsOf(program.typescript, column)
      .map(({ file, offset }) => locationOf(program, file, { start: offset, length: column.name.length }))
      .filter(location => location !== undefined)
  return locations(program, program.service.getDefinitionAtPosition(at.cell.file, at.offset))
}

/** Where the type of the name at a position is declared. */
export function typeDefinition(program: CellProgram, ask: LanguageCalls['typeDefinition']['ask']): LanguageLocation[] {
  const at = placeOf(program, ask)
  if (!at) return []
  return locations(program, program.service.getTypeDefinitionAtPosition(at.cell.file, at.offset))
}

function locations(program: CellProgram, found: readonly ts.DefinitionInfo[] | undefined): LanguageLocation[] {
  return (found ?? [])
    .flatMap(info => declaredAbove(program, info))
    .map(({ fileName, textSpan }) => locationOf(program, fileName, textSpan))
    .filter(location => location !== undefined)
}

/** A name that our first line declares anew was declared in a cell above. */
function declaredAbove({ cells, service }: CellProgram, info: ts.DefinitionInfo): readonly ts.DefinitionInfo[] {
  const cell = cells.byFile(info.fileName)
  if (!cell || isWithin(cell, info.textSpan.start)) return [info]
  const borrowed = cell.borrowed.find(one => one.offset === info.textSpan.start && one.offset !== one.target)
  return borrowed ? (service.getDefinitionAtPosition(cell.file, borrowed.target) ?? []) : []
}
