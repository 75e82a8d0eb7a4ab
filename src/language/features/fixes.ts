import type ts from 'typescript'
import { offsetInModule } from '../cellOffsets.ts'
import { type CellProgram, editsOf } from '../cellProgram.ts'
import type { CellFix, LanguageCalls } from '../messages.ts'
import { preferences, writingSettings } from './preferences.ts'

/** Fixes that TypeScript likes best where it has several: what a person most likely meant. */
const BEST = ['spelling', 'import', 'fixMissingAwait', 'unusedIdentifier']

/** Changes that mend findings of a cell. What cannot be done within cells and local files is not offered. */
export function fixes(program: CellProgram, ask: LanguageCalls['fixes']['ask']): CellFix[] {
  const cell = program.cells.byCell(ask.cellId)
  if (!cell) return []
  const found = new Map<string, CellFix>()
  for (const { start, end, code } of ask.findings) {
    const from = offsetInModule(cell, start)
    const to = offsetInModule(cell, end)
    const number = Number(/^TS(\d+)$/.exec(code)?.[1])
    if (from === undefined || to === undefined || Number.isNaN(number)) continue
    const offer = (settings: ts.FormatCodeSettings) =>
      program.service.getCodeFixesAtPosition(cell.file, from, to, [number], settings, preferences(program, cell))
    const settings = writingSettings(program, cell, ask.format)
    const plain = offer(settings)
    const offered = plain.some(addsMember)
      ? offer({ ...settings, semicolons: program.typescript.SemicolonPreference.Insert })
      : plain
    for (const fix of offered) {
      const edits = fix.commands ? undefined : editsOf(program, fix.changes)
      const preferred = isBest(fix, offered)
      if (edits && edits.length > 0)
        found.set(JSON.stringify([fix.description, edits]), { title: fix.description, edits, preferred, code })
    }
  }
  return [...found.values()]
}

/** Without semicolons TypeScript would write `{ city: number price: number }`. */
function addsMember({ fixName }: ts.CodeFixAction): boolean {
  return /Member|Interface|Abstract/.test(fixName)
}

function isBest(fix: ts.CodeFixAction, offered: readonly ts.CodeFixAction[]): boolean {
  if (!BEST.includes(fix.fixName)) return false
  return offered.filter(other => other.fixName === fix.fixName).length === 1
}
