import type { AnyNode, Node, VariableDeclaration } from 'acorn'

/**
 * Whether a statement is one that TypeScript puts before code with decorators: `var __esDecorate = (this &&
 * this.__esDecorate) || function …`. Such names belong to the code they stand in, not to the notebook.
 */
export function isCompilerHelper(statement: Node): boolean {
  return compilerHelperName(statement) !== undefined
}

/** The name that a compiler helper declares; undefined for every other statement. */
export function compilerHelperName(statement: Node): string | undefined {
  if (statement.type !== 'VariableDeclaration') return undefined
  const [declarator] = (statement as VariableDeclaration).declarations
  if (declarator?.id.type !== 'Identifier' || !declarator.id.name.startsWith('__')) return undefined
  const init = declarator.init as AnyNode | null | undefined
  if (init?.type !== 'LogicalExpression' || init.left.type !== 'LogicalExpression') return undefined
  return init.left.left.type === 'ThisExpression' ? declarator.id.name : undefined
}
