import path from 'node:path'
import { typeScriptCells } from '../nbformat/cellLanguage.ts'
import { compareNotebooks } from '../programs/compareNotebooks.ts'
import { readNotebook, writeNotebook } from './notebookFile.ts'
import type { TestOptions } from './parseArguments.ts'
import { executeNotebook } from './runCommand.ts'
import { Terminal } from './terminal.ts'

/**
 * `flinknb test`: runs the notebook and compares what it shows with the outputs in its file. What differs between two runs
 * over the same records is left out: see `comparableOutput`.
 *
 * @param dist absolute path of the built project
 * @returns the exit code: 0 when every cell succeeded and showed what the file holds
 * @throws FlinknbError when the notebook cannot be read or written, or the kernel does not start
 */
export async function testCommand(options: TestOptions, dist: string, terminal: Terminal): Promise<number> {
  const file = path.resolve(options.notebook)
  const stored = await readNotebook(file)
  // What cells print is compared, not shown; errors and progress are.
  const quiet = new Terminal({ write: () => {} }, process.stderr)
  const { succeeded, executed } = await executeNotebook(stored, options, dist, quiet)
  const differences = compareNotebooks(stored, executed)
  const cells = typeScriptCells(stored).length
  if (options.update) {
    // A run that failed is nothing to hold later ones against.
    if (!succeeded) return 1
    if (differences.length > 0) await writeNotebook(file, executed)
    terminal.printBlock('stdout', `${options.notebook}: ${differences.length} of ${cells} cells updated`)
    return 0
  }
  for (const { cellNumber, lines } of differences) {
    const text = lines.map(({ sign, text: line }) => `  ${sign} ${line}`).join('\n')
    terminal.printBlock('stdout', `${options.notebook}: cell ${cellNumber} differs (- stored, + now)\n${text}\n`)
  }
  if (differences.length === 0 && succeeded)
    terminal.printBlock('stdout', `${options.notebook}: ${cells} cells, all as stored`)
  else if (differences.length > 0)
    terminal.printBlock('stdout', `${differences.length} of ${cells} cells differ; --update keeps what they show now`)
  return succeeded && differences.length === 0 ? 0 : 1
}
