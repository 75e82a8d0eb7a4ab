import type ts from 'typescript'
import { isWithin, rangeInCell } from '../cellOffsets.ts'
import { type CellPlace, type CellProgram, placeOf } from '../cellProgram.ts'
import { columnText } from '../columnText.ts'
import type { CellCompletion, CellCompletions, LanguageCalls } from '../messages.ts'
import { nodeAt } from '../nodeAt.ts'
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
  const own = textAt(program, at)
  if (own && (found?.entries ?? []).every(({ name }) => name === own.text)) return columns(program, at, own)
  if (!found) return NONE
  const word = found.optionalReplacementSpan
  const items = found.entries.map(entry => completion(at, entry, entry.replacementSpan ?? word))
  const mayImport = !found.isMemberCompletion && !wordBegun
  return { items, incomplete: (found.isIncomplete ?? false) || mayImport }
}

/** The columns that may stand in a text, where TypeScript does not see that it names one. */
function columns(
  { typescript, service }: CellProgram,
  { cell }: CellPlace,
  text: ts.StringLiteralLike,
): CellCompletions {
  const checker = service.getProgram()?.getTypeChecker()
  const { names } = (checker && columnText(typescript, checker, text)) ?? { names: [] }
  const range = rangeInCell(cell, text.getStart() + 1, text.end - 1)
  return { items: names.map(name => ({ name, kind: 'string', sortText: '11', range })), incomplete: false }
}

/** The text that the caret stands in. */
function textAt({ typescript, service }: CellProgram, { cell, offset }: CellPlace): ts.StringLiteralLike | undefined {
  const source = service.getProgram()?.getSourceFile(cell.file)
  const node = source && nodeAt(typescript, source, offset, offset)
  return node && typescript.isStringLiteralLike(node) && node.getStart() < offset ? node : undefined
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
