import path from 'node:path'
import { typeScriptCells } from '../nbformat/cellLanguage.ts'
import { readNotebook } from './notebookFile.ts'
import type { Terminal } from './terminal.ts'
import { TypeChecker } from './typeChecker.ts'

/**
 * `flinknb lint`: prints a line for each type error, `file: cell 3, line 12:5 TS2339 …`.
 *
 * @param dist absolute path of the built project
 * @returns the exit code: 1 when there are errors
 * @throws FlinknbError when the notebook cannot be read
 */
export async function lintCommand(file: string, dist: string, terminal: Terminal): Promise<number> {
  const notebook = await readNotebook(path.resolve(file))
  const cells = typeScriptCells(notebook)
  if (cells.length === 0) return 0
  const checker = new TypeChecker(dist, path.resolve(file), cells)
  try {
    const errors = await checker.errors()
    for (const { cellId, finding } of errors) {
      const { start, code, message } = finding
      const cellNumber = cells.findIndex(cell => cell.id === cellId) + 1
      const text = message.replace(/\n/g, '\n    ')
      terminal.printBlock('stdout', `${file}: cell ${cellNumber}, line ${start.line}:${start.column} ${code} ${text}`)
    }
    return errors.length > 0 ? 1 : 0
  } finally {
    await checker.dispose()
  }
}
