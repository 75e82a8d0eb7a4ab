import type { AnyNode, ExpressionStatement, Node, Program } from 'acorn'
import type MagicString from 'magic-string'
import { childNodes } from './syntaxTree.ts'
import type { TopLevel } from './topLevel.ts'

/** What the steps of a rewriting share. */
export interface Rewriting {
  readonly program: Program
  /** The code before the rewriting. */
  readonly code: string
  readonly edits: MagicString
  readonly topLevel: TopLevel
  /** Name of the scope object in the generated code; no name of the program. */
  readonly scopeName: string
  /** Name of the runtime object in the generated code. */
  readonly runtimeName: string
  /** Starts of the statements before which a `;` may be put, and must be where the new text begins with a bracket. */
  readonly guardedStarts: ReadonlySet<number>
  /** The expression whose value is the program's value, if its last statement is one. */
  readonly valueStatement: ExpressionStatement | undefined
}

/** The last statement that does something, if it is an expression. */
export function valueStatementOf(program: Program): ExpressionStatement | undefined {
  for (let i = program.body.length - 1; i >= 0; i--) {
    const statement = program.body[i] as AnyNode
    if (statement.type === 'EmptyStatement' || statement.type === 'FunctionDeclaration') continue
    if (statement.type === 'ExportNamedDeclaration' && !statement.declaration && !statement.source) continue
    // What erasing an enum or namespace leaves behind.
    if (
      statement.type === 'VariableDeclaration' &&
      statement.kind === 'var' &&
      statement.declarations.every(d => !d.init)
    )
      continue
    return statement.type === 'ExpressionStatement' ? statement : undefined
  }
  return undefined
}

/** Starts of all statements that stand in a list of statements, without `except`. */
export function statementStarts(program: Program, except: Node | undefined): Set<number> {
  const starts = new Set<number>()
  collect(program)
  if (except) starts.delete(except.start)
  return starts

  function collect(node: Node): void {
    for (const child of childNodes(node)) {
      if (/^(Program|BlockStatement|StaticBlock|SwitchCase)$/.test(node.type)) starts.add(child.start)
      collect(child)
    }
  }
}

/** Replaces a stretch of code by its line ends, so that no line changes its number. */
export function blank({ edits, code }: Rewriting, start: number, end: number): void {
  if (end > start) edits.update(start, end, code.slice(start, end).replace(/[^\n]+/g, '') || ' ')
}
