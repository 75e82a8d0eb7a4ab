import type ts from 'typescript'
import { bindingNames, type CellSource, isTypeOnly, type TypeScript } from './programSource.ts'

/** A value that a cell declares at its top, and how: two imports of the same thing are the same declaration. */
export interface DeclaredValue {
  readonly name: string
  /** `import flinknb env`, else the cell's number: what differs is declared twice. */
  readonly identity: string
  readonly kind: 'variable' | 'function' | 'class' | 'enum' | 'namespace' | 'import'
}

/** The values that a cell declares at its top level, `var` in blocks included. */
export function declaredValues(typescript: TypeScript, { tree, cellNumber }: CellSource): DeclaredValue[] {
  const found: DeclaredValue[] = []
  const identity = `cell ${cellNumber}`
  const add = (name: string | undefined, kind: DeclaredValue['kind'], own = identity) => {
    if (name) found.push({ name, kind, identity: own })
  }
  for (const statement of tree.statements) {
    if (isTypeOnly(typescript, statement)) continue
    if (typescript.isImportDeclaration(statement)) addImports(typescript, statement, add)
    else if (typescript.isImportEqualsDeclaration(statement)) add(statement.name.text, 'import')
    else if (typescript.isFunctionDeclaration(statement)) add(statement.name?.text, 'function')
    else if (typescript.isClassDeclaration(statement)) add(statement.name?.text, 'class')
    else if (typescript.isEnumDeclaration(statement)) add(statement.name.text, 'enum')
    else if (typescript.isModuleDeclaration(statement)) add(statement.name.text, 'namespace')
    else {
      const lists = typescript.isVariableStatement(statement)
        ? [statement.declarationList]
        : nestedVars(typescript, statement)
      for (const name of lists.flatMap(list => namesOf(typescript, list))) add(name, 'variable')
    }
  }
  return found
}

export function namesOf(typescript: TypeScript, list: ts.VariableDeclarationList): string[] {
  return list.declarations.flatMap(declaration => bindingNames(typescript, declaration.name))
}

/** Names that `var` declares within blocks and heads of loops, of which a checker cannot say that they have a value. */
export function nestedNames(typescript: TypeScript, cells: readonly CellSource[]): string[] {
  const statements = cells.flatMap(({ tree }) => tree.statements.filter(one => !typescript.isVariableStatement(one)))
  return statements.flatMap(one => nestedVars(typescript, one).flatMap(list => namesOf(typescript, list)))
}

/** `var` lists below a node that belong to the top level: outside of functions and classes. */
export function nestedVars(typescript: TypeScript, node: ts.Node): ts.VariableDeclarationList[] {
  const found: ts.VariableDeclarationList[] = []
  const visit = (child: ts.Node): void => {
    if (typescript.isFunctionLike(child) || typescript.isClassLike(child) || typescript.isModuleDeclaration(child))
      return
    if (typescript.isVariableDeclarationList(child) && (child.flags & typescript.NodeFlags.BlockScoped) === 0)
      found.push(child)
    typescript.forEachChild(child, visit)
  }
  visit(node)
  return found
}

function addImports(
  typescript: TypeScript,
  { importClause, moduleSpecifier }: ts.ImportDeclaration,
  add: (name: string | undefined, kind: 'import', identity: string) => void,
): void {
  const from = (moduleSpecifier as ts.StringLiteral).text
  add(importClause?.name?.text, 'import', `import ${from} default`)
  const bindings = importClause?.namedBindings
  if (!bindings) return
  if (typescript.isNamespaceImport(bindings)) add(bindings.name.text, 'import', `import ${from} *`)
  else
    for (const { name, propertyName, isTypeOnly: type } of bindings.elements)
      if (!type) add(name.text, 'import', `import ${from} ${(propertyName ?? name).text}`)
}

/** Names that are declared in more than one way: as in the notebook, all of them mean one variable. */
export function redeclaredNames(declared: readonly (readonly DeclaredValue[])[]): Set<string> {
  const identities = new Map<string, Set<string>>()
  for (const { name, identity } of declared.flat())
    identities.set(name, (identities.get(name) ?? new Set()).add(identity))
  return new Set([...identities].filter(([, ways]) => ways.size > 1).map(([name]) => name))
}
