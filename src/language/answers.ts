import type { CellProgram } from './cellProgram.ts'
import { check } from './features/check.ts'
import { complete } from './features/complete.ts'
import { completionDetails } from './features/completionDetails.ts'
import { definition, typeDefinition } from './features/definition.ts'
import { fixes } from './features/fixes.ts'
import { format } from './features/format.ts'
import { hover } from './features/hover.ts'
import { inlayHints } from './features/inlayHints.ts'
import { organizeImports } from './features/organizeImports.ts'
import { recordTypes } from './features/recordTypes.ts'
import { references } from './features/references.ts'
import { prepareRename, rename } from './features/rename.ts'
import { semanticTokens } from './features/semanticTokens.ts'
import { signatureHelp } from './features/signatureHelp.ts'
import { symbols } from './features/symbols.ts'
import type { LanguageCall, LanguageCalls } from './messages.ts'

type Answers = {
  readonly [C in LanguageCall]: (program: CellProgram, ask: LanguageCalls[C]['ask']) => LanguageCalls[C]['answer']
}

/** Who answers what. */
export const ANSWERS: Answers = {
  check,
  complete,
  completionDetails,
  hover,
  signatureHelp,
  definition,
  typeDefinition,
  references,
  prepareRename,
  rename,
  symbols,
  semanticTokens,
  inlayHints,
  format,
  fixes,
  organizeImports,
  recordTypes,
}
