import type ts from 'typescript'
import type { CellFile } from '../cellModules.ts'
import { isWithin } from '../cellOffsets.ts'
import { type CellProgram, locationOf, placeOf } from '../cellProgram.ts'
import { columnMentionAt, columnMentions, declarationsOf, type NamePlace, propertyPlaces } from '../columnMentions.ts'
import type { LanguageCalls, LanguageLocation } from '../messages.ts'
import { nodeAt } from '../nodeAt.ts'
import { definition } from './definition.ts'

/** TypeScript's words for what rows have. */
const PROPERTIES: ReadonlySet<string> = new Set(['property', 'getter', 'setter'])

/** Where the name at a position stands, in all cells and in local files. */
export function references(program: CellProgram, ask: LanguageCalls['references']['ask']): LanguageLocation[] {
  const at = placeOf(program, ask)
  if (!at) return []
  const found: LanguageLocation[] = []
  const seen = new Set<string>()
  const properties: NamePlace[] = []
  const add = (file: string, span: ts.TextSpan) => {
    const location = locationOf(program, file, span)
    if (location) found.push(location)
  }
  const column = columnMentionAt(program, at)
  const start = { file: at.cell.file, offset: at.offset }
  const queue = column ? declarationsOf(program.typescript, column) : [start]
  for (let next = queue.pop(); next; next = queue.pop()) {
    const symbols = program.service.findReferences(next.file, next.offset) ?? []
    for (const { definition, references } of symbols)
      if (PROPERTIES.has(definition.kind))
        properties.push(...references.map(({ fileName, textSpan }) => ({ file: fileName, offset: textSpan.start })))
    for (const { fileName, textSpan } of symbols.flatMap(symbol => symbol.references)) {
      const key = `${fileName}:${textSpan.start}`
      if (seen.has(key)) continue
      seen.add(key)
      const cell = program.cells.byFile(fileName)
      if (cell && !isWithin(cell, textSpan.start)) queue.push(...otherEnd(cell, textSpan.start))
      add(fileName, textSpan)
    }
  }
  const name = column?.name ?? nodeTextAt(program, start)
  for (const { file, span } of columnMentions(program, name, propertyPlaces(program, properties)))
    if (!seen.has(`${file}:${span.start}`)) add(file, span)
  if (ask.declarations) return found
  const declared = new Set(definition(program, ask).map(placeKey))
  return found.filter(location => !declared.has(placeKey(location)))
}

function nodeTextAt({ typescript, service }: CellProgram, { file, offset }: NamePlace): string {
  const source = service.getProgram()?.getSourceFile(file)
  return source ? nodeAt(typescript, source, offset, offset).getText(source) : ''
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
