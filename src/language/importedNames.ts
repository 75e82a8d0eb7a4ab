import type ts from 'typescript'

/** A name that a cell imports. */
export interface ImportedName {
  readonly name: string
  /** Offsets in the cell of what stands for it: the name, or the whole import when it brings nothing else. */
  readonly start: number
  readonly end: number
  /** The cell mentions it besides. */
  readonly usedInCell: boolean
}

/** The names that a cell's imports bring, and whether the rest of the cell mentions them. */
export function importedNames(typescript: typeof ts, source: ts.SourceFile): ImportedName[] {
  const found: { name: ts.Identifier; place: ts.Node }[] = []
  for (const statement of source.statements) {
    const clause = typescript.isImportDeclaration(statement) ? statement.importClause : undefined
    if (!clause) continue
    const bindings = clause.namedBindings
    const names: { name: ts.Identifier; place: ts.Node }[] = []
    if (clause.name) names.push({ name: clause.name, place: clause.name })
    if (bindings && typescript.isNamespaceImport(bindings)) names.push({ name: bindings.name, place: bindings })
    else for (const place of bindings?.elements ?? []) names.push({ name: place.name, place })
    const [only] = names
    found.push(...(names.length === 1 && only ? [{ ...only, place: statement }] : names))
  }
  if (found.length === 0) return []
  const used = identifiersOutsideImports(typescript, source)
  return found.map(({ name: { text: name }, place }) => ({
    name,
    start: place.getStart(source),
    end: place.end,
    usedInCell: used.has(name),
  }))
}

function identifiersOutsideImports(typescript: typeof ts, source: ts.SourceFile): Set<string> {
  const names = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (typescript.isImportDeclaration(node)) return
    if (typescript.isIdentifier(node)) names.add(node.text)
    typescript.forEachChild(node, visit)
  }
  visit(source)
  return names
}
