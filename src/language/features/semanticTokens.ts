import { isWithin, offsetInModule, positionInCell } from '../cellOffsets.ts'
import type { CellProgram } from '../cellProgram.ts'
import type { CellToken, LanguageCalls } from '../messages.ts'

/** TypeScript's numbers for what a word names (`TokenType` of its 2020 classifier), in VS Code's words. */
const TYPES = [
  'class',
  'enum',
  'interface',
  'namespace',
  'typeParameter',
  'type',
  'parameter',
  'variable',
  'enumMember',
  'property',
  'function',
  'method',
] as const

/** Its bits; that a variable is local is not a modifier that VS Code has. */
const MODIFIERS = ['declaration', 'static', 'async', 'readonly', 'defaultLibrary'] as const

/** What semantic highlighting may say. */
export const SEMANTIC_TOKENS = { types: TYPES, modifiers: MODIFIERS } as const

/** What the words of a cell, or of a part of it, name. */
export function semanticTokens(program: CellProgram, ask: LanguageCalls['semanticTokens']['ask']): CellToken[] {
  const cell = program.cells.byCell(ask.cellId)
  if (!cell) return []
  const start = (ask.range && offsetInModule(cell, ask.range.start)) ?? cell.start
  const end = (ask.range && offsetInModule(cell, ask.range.end)) ?? cell.end
  const { spans } = program.service.getEncodedSemanticClassifications(
    cell.file,
    { start, length: Math.max(0, end - start) },
    program.typescript.SemanticClassificationFormat.TwentyTwenty,
  )
  const tokens: CellToken[] = []
  for (let i = 0; i + 2 < spans.length; i += 3) {
    const [at, length, encoded] = spans.slice(i, i + 3) as [number, number, number]
    const type = TYPES[(encoded >> 8) - 1]
    if (type === undefined || !isWithin(cell, at, at + length)) continue
    const modifiers = MODIFIERS.filter((_, bit) => encoded & (1 << bit))
    tokens.push({ start: positionInCell(cell, at), length, type, modifiers })
  }
  return tokens
}
