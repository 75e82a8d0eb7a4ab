import type MagicString from 'magic-string'
import type ts from 'typescript'
import type { CellSource, TypeScript } from './programSource.ts'
import { freshName } from './usedNames.ts'

/** Interfaces and type aliases that several cells declare; in the notebook each cell means the nearest one above. */
export interface RepeatedTypes {
  /** For a cell's number: what a type's name is in the program, where it is not the same. */
  nameIn(cellNumber: number): ReadonlyMap<string, string>
}

/** Gives each but the last of a type's declarations a name of its own: `Row`, declared by cells 2 and 5, is `Row_2` until 5. */
export function repeatedTypes(
  typescript: TypeScript,
  cells: readonly CellSource[],
  used: ReadonlySet<string>,
): RepeatedTypes {
  const declaredBy = new Map<string, number[]>()
  for (const { tree, cellNumber } of cells) {
    for (const name of new Set(typeDeclarations(typescript, tree.statements).map(node => node.name.text)))
      declaredBy.set(name, [...(declaredBy.get(name) ?? []), cellNumber])
  }
  const repeated = [...declaredBy].filter(([, numbers]) => numbers.length > 1)
  return {
    nameIn(cellNumber) {
      const names = new Map<string, string>()
      for (const [name, numbers] of repeated) {
        const meant = numbers.findLast(number => number <= cellNumber) ?? numbers[0]
        if (meant !== numbers.at(-1)) names.set(name, freshName(`${name}_${meant}`, used))
      }
      return names
    },
  }
}

/** Puts the program's names in the place of a cell's own, wherever they mean the types of its top level. */
export function renameTypes(
  typescript: TypeScript,
  { tree }: CellSource,
  names: ReadonlyMap<string, string>,
  edits: MagicString,
): void {
  if (names.size === 0) return
  const visit = (node: ts.Node): void => {
    if (typescript.isIdentifier(node) && meansType(typescript, node) && !isHidden(typescript, node)) {
      const name = names.get(node.text)
      if (name !== undefined) edits.update(node.getStart(), node.end, name)
    }
    typescript.forEachChild(node, visit)
  }
  visit(tree)
}

function typeDeclarations(
  typescript: TypeScript,
  statements: readonly ts.Statement[],
): (ts.InterfaceDeclaration | ts.TypeAliasDeclaration)[] {
  return statements.filter(
    statement => typescript.isInterfaceDeclaration(statement) || typescript.isTypeAliasDeclaration(statement),
  )
}

/** Whether an identifier stands for a type, and not for a value or a member. */
function meansType(typescript: TypeScript, node: ts.Identifier): boolean {
  const { parent } = node
  if (typescript.isTypeReferenceNode(parent)) return true
  if (typescript.isInterfaceDeclaration(parent) || typescript.isTypeAliasDeclaration(parent))
    return parent.name === node
  if (!typescript.isExpressionWithTypeArguments(parent)) return false
  const clause = parent.parent
  const ofInterface = typescript.isHeritageClause(clause) && typescript.isInterfaceDeclaration(clause.parent)
  return ofInterface || (clause as ts.HeritageClause).token === typescript.SyntaxKind.ImplementsKeyword
}

/** Whether a type parameter or a block around it declares the name anew. */
function isHidden(typescript: TypeScript, node: ts.Identifier): boolean {
  for (let at: ts.Node = node.parent; !typescript.isSourceFile(at); at = at.parent) {
    const { typeParameters = [] } = at as { typeParameters?: readonly ts.TypeParameterDeclaration[] }
    const own = typescript.isMappedTypeNode(at) ? [at.typeParameter] : typeParameters
    if (own.some(({ name }) => name.text === node.text)) return true
    const statements = typescript.isBlock(at) || typescript.isModuleBlock(at) ? at.statements : []
    if (typeDeclarations(typescript, statements).some(({ name }) => name.text === node.text)) return true
  }
  return false
}
