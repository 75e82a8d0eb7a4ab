import { typeScriptCells } from '../nbformat/cellLanguage.ts'
import type { NotebookDocument } from '../nbformat/notebookDocument.ts'
import { comparableOutput } from './comparableOutput.ts'
import { type DiffLine, lineDifference } from './lineDifference.ts'

/** A code cell whose outputs are not those that the file holds. */
export interface CellDifference {
  /** 1-based among the code cells. */
  readonly cellNumber: number
  readonly lines: readonly DiffLine[]
}

/** What differs between the outputs that a notebook's file holds and those of a run of the same cells. */
export function compareNotebooks(stored: NotebookDocument, run: NotebookDocument): CellDifference[] {
  const after = typeScriptCells(run)
  return typeScriptCells(stored).flatMap((cell, index) => {
    const other = after[index]
    const lines = lineDifference(comparableOutput(cell), other ? comparableOutput(other) : [])
    return lines.length > 0 ? [{ cellNumber: index + 1, lines }] : []
  })
}
