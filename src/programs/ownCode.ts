import type ts from 'typescript'
import type { TypeScript } from './programSource.ts'

/** A cell of an exported program without what the export put in: the call that shows its value, the wait for its job. */
export function ownCode(typescript: TypeScript, text: string): string {
  const { ScriptTarget, ScriptKind } = typescript
  const tree = typescript.createSourceFile('cell.ts', text, ScriptTarget.ESNext, true, ScriptKind.TS)
  let code = text
  for (const statement of [...tree.statements].reverse()) {
    // A cell with `using` became a block, which has no value.
    if (typescript.isBlock(statement) && statement.statements.some(inner => isShown(typescript, inner)))
      code = spliced(code, statement, ownCode(typescript, statement.getText().slice(1, -1)))
    if (!typescript.isExpressionStatement(statement)) continue
    const { expression } = statement
    const shown = argumentOf(typescript, expression)
    if (shown) code = spliced(code, expression, shown.getText())
    else if (
      typescript.isAwaitExpression(expression) &&
      typescript.isCallExpression(expression.expression) &&
      /^endOfCell\$*$/.test(expression.expression.expression.getText())
    )
      code = spliced(code, statement, '')
  }
  return code.trim()
}

function isShown(typescript: TypeScript, statement: ts.Statement): boolean {
  return typescript.isExpressionStatement(statement) && argumentOf(typescript, statement.expression) !== undefined
}

function argumentOf(typescript: TypeScript, node: ts.Expression): ts.Expression | undefined {
  if (!typescript.isCallExpression(node) || !/^cellValue\$*$/.test(node.expression.getText())) return undefined
  return node.arguments[0]
}

function spliced(code: string, node: ts.Node, text: string): string {
  return code.slice(0, node.getStart()) + text + code.slice(node.end)
}
