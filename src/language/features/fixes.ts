import type ts from 'typescript'
import type { CellFile } from '../cellModules.ts'
import { offsetInModule } from '../cellOffsets.ts'
import { type CellProgram, editsOf } from '../cellProgram.ts'
import type { CellFix, CellFormat, CellRange, LanguageCalls } from '../messages.ts'
import { UNUSED_IMPORT } from './check.ts'
import { columnFixes } from './columnFixes.ts'
import { preferences, writingSettings } from './preferences.ts'

/** Fixes that TypeScript likes best where it has several: what a person most likely meant. */
const BEST = ['spelling', 'import', 'fixMissingAwait', 'unusedIdentifier']

/** TypeScript's number for a name that is declared and never read. */
const TYPESCRIPT_UNUSED = 6133

/** Changes that mend findings of a cell. What cannot be done within cells and local files is not offered. */
export function fixes(program: CellProgram, ask: LanguageCalls['fixes']['ask']): CellFix[] {
  const cell = program.cells.byCell(ask.cellId)
  if (!cell) return []
  const found = new Map<string, CellFix>()
  for (const finding of ask.findings) {
    for (const fix of columnFixes(program, cell, finding)) found.set(JSON.stringify([fix.title, fix.edits]), fix)
    const offered = offers(program, cell, finding, ask.format)
    for (const fix of offered) {
      const edits = fix.commands ? undefined : editsOf(program, fix.changes)
      if (!edits || edits.length === 0) continue
      const mends = { title: fix.description, edits, preferred: isBest(fix, offered), code: finding.code }
      found.set(JSON.stringify([fix.description, edits]), mends)
    }
  }
  return [...found.values()]
}

function offers(
  program: CellProgram,
  cell: CellFile,
  { start, end, code }: CellRange & { readonly code: string },
  format: CellFormat,
): readonly ts.CodeFixAction[] {
  const from = offsetInModule(cell, start)
  const to = offsetInModule(cell, end)
  if (from === undefined || to === undefined) return []
  const offer = (number: number, settings: ts.FormatCodeSettings) =>
    program.service.getCodeFixesAtPosition(cell.file, from, to, [number], settings, preferences(program, cell))
  const settings = writingSettings(program, cell, format)
  if (code === UNUSED_IMPORT) {
    const unused = new Set(program.cells.unusedImports(cell.cellId).map(({ name }) => name))
    return program.cells.whileExporting(
      cell.cellId,
      name => !unused.has(name),
      () => offer(TYPESCRIPT_UNUSED, settings),
    )
  }
  const number = Number(/^TS(\d+)$/.exec(code)?.[1])
  if (Number.isNaN(number)) return []
  const offered = offer(number, settings)
  if (!offered.some(addsMember)) return offered
  return offer(number, { ...settings, semicolons: program.typescript.SemicolonPreference.Insert })
}

/** Without semicolons TypeScript would write `{ city: number price: number }`. */
function addsMember({ fixName }: ts.CodeFixAction): boolean {
  return /Member|Interface|Abstract/.test(fixName)
}

function isBest(fix: ts.CodeFixAction, offered: readonly ts.CodeFixAction[]): boolean {
  if (!BEST.includes(fix.fixName)) return false
  return offered.filter(other => other.fixName === fix.fixName).length === 1
}
