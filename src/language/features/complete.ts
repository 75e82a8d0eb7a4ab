import type ts from 'typescript'
import { isWithin, rangeInCell } from '../cellOffsets.ts'
import { type CellPlace, type CellProgram, placeOf } from '../cellProgram.ts'
import type { CellCompletion, CellCompletions, LanguageCalls } from '../messages.ts'
import { preferences } from './preferences.ts'

const NONE: CellCompletions = { items: [], incomplete: false }

/** Names that may stand at a position, and names that can be imported; `sortText` puts the best first. */
export function complete(program: CellProgram, ask: LanguageCalls['complete']['ask']): CellCompletions {
  program.cells.focus(ask.cellId)
  const at = placeOf(program, ask)
  if (!at) return NONE
  const wordBegun = /[\p{ID_Continue}$]$/u.test(at.cell.text.slice(0, at.offset))
  const found = program.service.getCompletionsAtPosition(at.cell.file, at.offset, {
    ...preferences(program, at.cell),
    includeCompletionsWithInsertText: true,
    includeCompletionsWithSnippetText: true,
    includeCompletionsForImportStatements: true,
    includeCompletionsForModuleExports: wordBegun,
    includeAutomaticOptionalChainCompletions: true,
    ...trigger(ask.trigger),
  })
  if (!found) return NONE
  const word = found.optionalReplacementSpan
  const items = found.entries.map(entry => completion(at, entry, entry.replacementSpan ?? word))
  const mayImport = !found.isMemberCompletion && !wordBegun
  return { items, incomplete: (found.isIncomplete ?? false) || mayImport }
}

const TRIGGERS: ReadonlySet<string> = new Set(['.', '"', "'", '`', '/', '@', '<', '#', ' '])

function trigger(character: string | undefined): { triggerCharacter?: ts.CompletionsTriggerCharacter } {
  const known = character !== undefined && TRIGGERS.has(character)
  return known ? { triggerCharacter: character as ts.CompletionsTriggerCharacter } : {}
}

function completion(
  { cell, offset }: CellPlace,
  entry: ts.CompletionEntry,
  span: ts.TextSpan | undefined,
): CellCompletion {
  const modifiers = entry.kindModifiers?.split(',') ?? []
  const end = span ? span.start + span.length : 0
  const replaces = span && isWithin(cell, span.start, end) && span.start <= offset
  return {
    name: entry.name,
    kind: entry.kind,
    sortText: entry.sortText,
    ...(modifiers.includes('deprecated') ? { deprecated: true } : {}),
    ...(modifiers.includes('optional') ? { optional: true } : {}),
    ...(entry.insertText === undefined ? {} : { insertText: entry.insertText }),
    ...(entry.isSnippet ? { snippet: true } : {}),
    ...(replaces ? { range: rangeInCell(cell, span.start, end) } : {}),
    ...(entry.source === undefined ? {} : { source: entry.data?.moduleSpecifier ?? entry.source }),
    ...(entry.data === undefined ? {} : { data: entry.data }),
  }
}
