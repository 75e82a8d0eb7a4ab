import type ts from 'typescript'
import type { CellSource, TypeScript } from './programSource.ts'

/** What the cells of a notebook mention, types and values apart. */
export interface UsedNames {
  /** Every identifier. */
  readonly all: ReadonlySet<string>
  /** Identifiers that stand for a value somewhere outside of declarations of imports. */
  readonly values: ReadonlySet<string>
}

export function usedNames(typescript: TypeScript, cells: readonly CellSource[]): UsedNames {
  const all = new Set<string>()
  const values = new Set<string>()
  const visit = (node: ts.Node, inType: boolean): void => {
    if (typescript.isIdentifier(node)) {
      all.add(node.text)
      if (!inType && !isPropertyName(typescript, node)) values.add(node.text)
    }
    const type =
      inType ||
      typescript.isTypeNode(node) ||
      typescript.isInterfaceDeclaration(node) ||
      typescript.isTypeAliasDeclaration(node) ||
      typescript.isImportDeclaration(node) ||
      typescript.isTypeParameterDeclaration(node) ||
      (typescript.isHeritageClause(node) && node.token === typescript.SyntaxKind.ImplementsKeyword)
    // `extends Base<Row>`: the base is a value, and counts as a type node for its arguments' sake.
    const isBase = typescript.isExpressionWithTypeArguments(node) && !inType
    typescript.forEachChild(node, child => visit(child, isBase ? typescript.isTypeNode(child) : type))
  }
  for (const { tree } of cells) visit(tree, false)
  return { all, values }
}

/** Names that more than one cell mentions. */
export function sharedNames(typescript: TypeScript, cells: readonly CellSource[]): Set<string> {
  const counts = new Map<string, number>()
  for (const cell of cells)
    for (const name of usedNames(typescript, [cell]).all) counts.set(name, (counts.get(name) ?? 0) + 1)
  return new Set([...counts].filter(([, count]) => count > 1).map(([name]) => name))
}

function isPropertyName(typescript: TypeScript, node: ts.Identifier): boolean {
  const { parent } = node
  if (typescript.isPropertyAccessExpression(parent)) return parent.name === node
  return typescript.isPropertyAssignment(parent) && parent.name === node
}

/** A name that nothing uses: `cellValue`, `cellValue$`, … */
export function freshName(wanted: string, used: ReadonlySet<string>): string {
  let name = wanted
  while (used.has(name)) name += '$'
  return name
}
