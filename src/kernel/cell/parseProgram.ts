import { type Program, parse } from 'acorn'
import { CellSyntaxError } from './cellSyntaxError.ts'

/** The tree of a module's code; `await` is legal at the top. @throws CellSyntaxError with the place in this code */
export function parseProgram(code: string): Program {
  try {
    return parse(code, { ecmaVersion: 'latest', sourceType: 'module' })
  } catch (error) {
    const loc = (error as { loc?: { line: number; column: number } }).loc
    if (!(error instanceof SyntaxError) || !loc) throw error
    const reason = error.message.replace(/\s*\(\d+:\d+\)$/, '')
    throw new CellSyntaxError(reason, { line: loc.line, column: loc.column + 1 }, error)
  }
}
