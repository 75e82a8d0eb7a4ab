import type ts from 'typescript'

/** A name that a cell declares at its top level. */
export interface DeclaredName {
  readonly name: string
  readonly meanings: Meanings
  /** Can be assigned in a later cell: `let` and `var`. */
  readonly assignable: boolean
  /** The cell exports it itself, so it must not be exported again. */
  readonly exported: boolean
}

/** Whether a name stands for a type, a value or (a class, an enum, an import) both. */
export type Meanings = 'type' | 'value' | 'both'

/** The top-level names of a cell: every form of declaration, imports included, and `var` of nested blocks. */
export function declaredNames(typescript: typeof ts, source: ts.SourceFile): DeclaredName[] {
  const names = new Map<string, DeclaredName>()
  const ownExports = new Set<string>()
  const add = (identifier: ts.Identifier | undefined, meanings: Meanings, assignable = false, exported = false) => {
    if (!identifier || identifier.text === '') return
    const { text: name } = identifier
    const before = names.get(name)
    names.set(name, {
      name,
      meanings: before && before.meanings !== meanings ? 'both' : meanings,
      assignable: assignable || (before?.assignable ?? false),
      exported: exported || (before?.exported ?? false),
    })
  }
  const addBinding = (name: ts.BindingName, assignable: boolean, exported: boolean) => {
    if (typescript.isIdentifier(name)) add(name, 'value', assignable, exported)
    else
      for (const element of name.elements)
        if (!typescript.isOmittedExpression(element)) addBinding(element.name, assignable, exported)
  }
  const addList = (list: ts.VariableDeclarationList, exported: boolean) => {
    const assignable = (list.flags & typescript.NodeFlags.Const) === 0 // `using` carries the flag of const too
    for (const declaration of list.declarations) addBinding(declaration.name, assignable, exported)
  }
  const addImport = (clause: ts.ImportClause | undefined) => {
    const meanings = clause?.phaseModifier === typescript.SyntaxKind.TypeKeyword ? 'type' : 'both'
    add(clause?.name, meanings)
    const bindings = clause?.namedBindings
    if (!bindings) return
    if (typescript.isNamespaceImport(bindings)) add(bindings.name, meanings)
    else for (const element of bindings.elements) add(element.name, element.isTypeOnly ? 'type' : meanings)
  }

  for (const statement of source.statements) {
    const exported = isExported(typescript, statement)
    if (typescript.isVariableStatement(statement)) addList(statement.declarationList, exported)
    else if (typescript.isImportDeclaration(statement)) addImport(statement.importClause)
    else if (typescript.isImportEqualsDeclaration(statement)) add(statement.name, 'both')
    else if (typescript.isExportDeclaration(statement)) addOwnExports(typescript, statement, ownExports)
    else if (isNamedDeclaration(typescript, statement)) {
      if (statement.name && typescript.isIdentifier(statement.name))
        add(statement.name, meaningsOf(typescript, statement), false, exported)
    } else for (const list of nestedVars(typescript, statement)) addList(list, false)
  }
  return [...names.values()].map(name => (ownExports.has(name.name) ? { ...name, exported: true } : name))
}

type NamedDeclaration =
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.EnumDeclaration
  | ts.ModuleDeclaration

function meaningsOf(typescript: typeof ts, statement: NamedDeclaration): Meanings {
  if (typescript.isInterfaceDeclaration(statement) || typescript.isTypeAliasDeclaration(statement)) return 'type'
  return typescript.isFunctionDeclaration(statement) ? 'value' : 'both'
}

function isNamedDeclaration(typescript: typeof ts, statement: ts.Statement): statement is NamedDeclaration {
  return (
    typescript.isFunctionDeclaration(statement) ||
    typescript.isClassDeclaration(statement) ||
    typescript.isInterfaceDeclaration(statement) ||
    typescript.isTypeAliasDeclaration(statement) ||
    typescript.isEnumDeclaration(statement) ||
    typescript.isModuleDeclaration(statement)
  )
}

function isExported(typescript: typeof ts, statement: ts.Statement): boolean {
  if (!typescript.canHaveModifiers(statement)) return false
  const kinds = typescript.getModifiers(statement)?.map(modifier => modifier.kind) ?? []
  return kinds.includes(typescript.SyntaxKind.ExportKeyword) && !kinds.includes(typescript.SyntaxKind.DefaultKeyword)
}

/** `export { a, b as c }`: the names that it makes visible. */
function addOwnExports(typescript: typeof ts, statement: ts.ExportDeclaration, names: Set<string>): void {
  const clause = statement.exportClause
  if (clause && typescript.isNamedExports(clause)) for (const element of clause.elements) names.add(element.name.text)
}

/** `var` declarations of blocks and loops, which belong to the whole cell. */
function nestedVars(typescript: typeof ts, statement: ts.Node): ts.VariableDeclarationList[] {
  const found: ts.VariableDeclarationList[] = []
  const visit = (node: ts.Node): void => {
    if (typescript.isFunctionLike(node) || typescript.isClassLike(node)) return
    if (typescript.isVariableDeclarationList(node) && (node.flags & typescript.NodeFlags.BlockScoped) === 0)
      found.push(node)
    typescript.forEachChild(node, visit)
  }
  visit(statement)
  return found
}
