import type ts from 'typescript'
import { isWithin, offsetInModule, positionInCell } from '../cellOffsets.ts'
import type { CellProgram } from '../cellProgram.ts'
import type { CellInlayHint, InlayHintsShown, LanguageCalls } from '../messages.ts'

/** Names of parameters and types that the code leaves out. */
export function inlayHints(program: CellProgram, ask: LanguageCalls['inlayHints']['ask']): CellInlayHint[] {
  const cell = program.cells.byCell(ask.cellId)
  if (!cell) return []
  const start = offsetInModule(cell, ask.range.start) ?? cell.start
  const end = offsetInModule(cell, ask.range.end) ?? cell.end
  const span = { start, length: Math.max(0, end - start) }
  return program.service
    .provideInlayHints(cell.file, span, shown(ask.shown))
    .filter(hint => isWithin(cell, hint.position))
    .map(hint => ({
      position: positionInCell(cell, hint.position),
      text: hint.displayParts?.map(part => part.text).join('') ?? hint.text,
      kind: kind(program.typescript, hint.kind),
      paddingLeft: hint.whitespaceBefore ?? false,
      paddingRight: hint.whitespaceAfter ?? false,
    }))
}

function shown(what: InlayHintsShown): ts.UserPreferences {
  const types = what !== 'parameters'
  return {
    includeInlayParameterNameHints: what === 'types' ? 'none' : 'literals',
    includeInlayParameterNameHintsWhenArgumentMatchesName: false,
    includeInlayVariableTypeHints: types,
    includeInlayVariableTypeHintsWhenTypeMatchesName: false,
    includeInlayFunctionParameterTypeHints: types,
    includeInlayFunctionLikeReturnTypeHints: types,
    includeInlayPropertyDeclarationTypeHints: types,
    includeInlayEnumMemberValueHints: types,
  }
}

function kind(typescript: typeof ts, value: ts.InlayHintKind): CellInlayHint['kind'] {
  if (value === typescript.InlayHintKind.Type) return 'type'
  return value === typescript.InlayHintKind.Parameter ? 'parameter' : 'value'
}
