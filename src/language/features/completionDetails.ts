import type ts from 'typescript'
import { type CellProgram, editsOf, placeOf } from '../cellProgram.ts'
import { documentationText } from '../displayText.ts'
import type { CellCompletionDetails, LanguageCalls } from '../messages.ts'
import { preferences, writingSettings } from './preferences.ts'

/** What a completion is, and the import that it brings; null when it is none any more. */
export function completionDetails(
  program: CellProgram,
  ask: LanguageCalls['completionDetails']['ask'],
): CellCompletionDetails | null {
  const { typescript, service } = program
  program.cells.focus(ask.cellId)
  const at = placeOf(program, ask)
  if (!at) return null
  const details = service.getCompletionEntryDetails(
    at.cell.file,
    at.offset,
    ask.name,
    writingSettings(program, at.cell, ask.format),
    ask.source,
    preferences(program, at.cell),
    ask.data as ts.CompletionEntryData | undefined,
  )
  if (!details) return null
  const changes = (details.codeActions ?? []).flatMap(action => action.changes)
  const edits = (editsOf(program, changes) ?? []).filter(edit => 'cellId' in edit && edit.cellId === ask.cellId)
  return {
    signature: typescript
      .displayPartsToString(details.displayParts)
      .replace(/^\(alias\) /, '')
      .replace(/\nimport [\w$]+$/, ''),
    documentation: documentationText(typescript, details.documentation, details.tags),
    edits: edits.map(({ start, end, newText }) => ({ start, end, newText })),
  }
}
