import type ts from 'typescript'
import type { CellRewriting } from './cellProgram.ts'
import { namesOf } from './declaredValues.ts'
import { needsCompiling } from './lowerSyntax.ts'

/** `const a = 1` of a name that lives at the program's head: `a = 1`. */
export function assignVariables(rewriting: CellRewriting, list: ts.VariableDeclarationList): void {
  const { typescript, hoisted, edits, cell } = rewriting
  const names = namesOf(typescript, list)
  const [first] = list.declarations
  if (!first || !names.some(name => hoisted.has(name))) return
  for (const name of names) hoisted.add(name)
  edits.remove(list.getStart(), first.getStart())
  const isStatement = typescript.isVariableStatement(list.parent)
  for (const declaration of list.declarations) {
    const { name, initializer, type, exclamationToken } = declaration
    const annotation = exclamationToken ?? type
    if (annotation) edits.remove(name.end, type?.end ?? annotation.end)
    if (initializer && isStatement && !typescript.isIdentifier(name)) {
      edits.appendLeft(name.getStart(), '(')
      edits.appendRight(declaration.end, ')')
    } else if (!initializer && isStatement) {
      const again = (list.flags & typescript.NodeFlags.BlockScoped) === 0
      edits.appendLeft(name.end, again ? ` = ${name.getText(cell.tree)}` : ' = undefined')
    }
  }
  // A bracket at the start of a line would go on with the line before.
  if (isStatement && !typescript.isIdentifier(first.name)) edits.prependLeft(first.getStart(), ';')
}

/** `const rows = []`, read by other cells: a list of anything, which the checker would not say by itself. */
export function typeEmptyLists(
  { typescript, hoisted, shared, edits }: CellRewriting,
  list: ts.VariableDeclarationList,
): void {
  for (const { name, type, initializer } of list.declarations) {
    if (type || !initializer || !typescript.isIdentifier(name) || hoisted.has(name.text)) continue
    const isEmpty = typescript.isArrayLiteralExpression(initializer) && initializer.elements.length === 0
    if (isEmpty && shared.has(name.text)) edits.appendLeft(name.end, ': any[]')
  }
}

/** Functions are there from their cell's start. */
export function hoistFunction({ typescript, hoisted, edits, cell }: CellRewriting, node: ts.FunctionDeclaration): void {
  const { name } = node
  if (!name || !node.body || !hoisted.has(name.text)) return
  for (const statement of cell.tree.statements)
    if (typescript.isFunctionDeclaration(statement) && !statement.body && statement.name?.text === name.text)
      edits.remove(statement.getStart(), statement.end)
  // Without a name of its own, so that in it the name means the newest value.
  edits.remove(name.getStart(), name.end)
  edits.prependRight(node.getStart(), `${name.text} = `)
  edits.appendLeft(node.end, ';\n')
  if (node.getStart() > 0) edits.move(node.getStart(), node.end, 0)
}

/** `class A {}` of a name that lives at the program's head. */
export function assignClass(rewriting: CellRewriting, node: ts.ClassDeclaration): void {
  const { name } = node
  if (!name || !rewriting.hoisted.has(name.text) || needsCompiling(rewriting.typescript, node)) return
  rewriting.edits.prependRight(node.getStart(), `${name.text} = `)
  rewriting.edits.appendLeft(node.end, ';')
}
