import type { CellFile } from '../cellModules.ts'
import { isWithin } from '../cellOffsets.ts'
import { type CellProgram, locationOf, placeOf } from '../cellProgram.ts'
import type { LanguageCalls, LanguageLocation } from '../messages.ts'
import { definition } from './definition.ts'

/** Where the name at a position stands, in all cells and in local files. */
export function references(program: CellProgram, ask: LanguageCalls['references']['ask']): LanguageLocation[] {
  const at = placeOf(program, ask)
  if (!at) return []
  const found: LanguageLocation[] = []
  const seen = new Set<string>()
  const queue = [{ file: at.cell.file, offset: at.offset }]
  for (let next = queue.pop(); next; next = queue.pop()) {
    const symbols = program.service.findReferences(next.file, next.offset) ?? []
    for (const { fileName, textSpan } of symbols.flatMap(symbol => symbol.references)) {
      const key = `${fileName}:${textSpan.start}`
      if (seen.has(key)) continue
      seen.add(key)
      const cell = program.cells.byFile(fileName)
      if (cell && !isWithin(cell, textSpan.start)) queue.push(...otherEnd(cell, textSpan.start))
      const location = locationOf(program, fileName, textSpan)
      if (location) found.push(location)
    }
  }
  if (ask.declarations) return found
  const declared = new Set(definition(program, ask).map(placeKey))
  return found.filter(location => !declared.has(placeKey(location)))
}

function placeKey(location: LanguageLocation): string {
  return JSON.stringify(['cellId' in location ? location.cellId : location.file, location.start])
}

/** TypeScript follows our imports; a name that our first line declares anew is two names to it. */
function otherEnd(cell: CellFile, offset: number): { file: string; offset: number }[] {
  return cell.borrowed
    .filter(one => one.offset !== one.target && (one.offset === offset || one.target === offset))
    .map(one => ({ file: cell.file, offset: one.offset === offset ? one.target : one.offset }))
}
