import type ts from 'typescript'
import type { CellFile } from '../cellModules.ts'
import { clipped, isWithin, rangeInCell } from '../cellOffsets.ts'
import type { CellProgram } from '../cellProgram.ts'
import type { CellSymbol, LanguageCalls } from '../messages.ts'

/** What a cell declares, as a tree. */
export function symbols({ cells, service }: CellProgram, ask: LanguageCalls['symbols']['ask']): CellSymbol[] {
  const cell = cells.byCell(ask.cellId)
  return cell ? (service.getNavigationTree(cell.file).childItems ?? []).flatMap(item => symbol(cell, item)) : []
}

function symbol(cell: CellFile, { text, kind, spans, nameSpan, childItems }: ts.NavigationTree): CellSymbol[] {
  const span = spans[0] && clipped(cell, spans[0])
  if (!span || !isWithin(cell, span.start, span.start + span.length) || text === '') return []
  const range = rangeInCell(cell, span.start, span.start + span.length)
  const nameRange = nameSpan ? rangeInCell(cell, nameSpan.start, nameSpan.start + nameSpan.length) : range
  return [{ name: text, kind, ...range, nameRange, children: (childItems ?? []).flatMap(item => symbol(cell, item)) }]
}
