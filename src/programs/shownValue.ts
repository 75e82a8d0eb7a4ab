import type ts from 'typescript'
import type { CellRewriting } from './cellProgram.ts'
import type { TypeScript } from './programSource.ts'

/** Has the value of a cell's last expression shown. */
export function showValue(
  { typescript, edits, valueName }: CellRewriting,
  { expression }: ts.ExpressionStatement,
): void {
  if (isShown(typescript, expression)) return
  const parts = sequence(typescript, expression)
  // `a, b` has the value of `b`.
  for (const [index, part] of parts.slice(0, -1).entries()) {
    edits.appendLeft(part.getStart(), 'void (')
    edits.appendLeft(part.end, ')')
    edits.update(part.end, (parts[index + 1] as ts.Expression).getStart(), '; ')
  }
  const last = parts.at(-1) as ts.Expression
  edits.prependRight(last.getStart(), `${valueName}(`)
  edits.appendLeft(expression.end, ')')
}

function sequence(typescript: TypeScript, expression: ts.Expression): ts.Expression[] {
  const isComma =
    typescript.isBinaryExpression(expression) && expression.operatorToken.kind === typescript.SyntaxKind.CommaToken
  return isComma ? [...sequence(typescript, expression.left), expression.right] : [expression]
}

/** `display(…)` and `console.log(…)` have no value to show. */
function isShown(typescript: TypeScript, expression: ts.Expression): boolean {
  if (!typescript.isCallExpression(expression)) return false
  return /^(display$|console\.)/.test(expression.expression.getText())
}
