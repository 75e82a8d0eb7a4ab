import type { AnyNode, Identifier, Node, Pattern, VariableDeclaration } from 'acorn'

/** The nodes directly below a node, in source order as acorn keeps them. */
export function childNodes(node: Node): AnyNode[] {
  const children: AnyNode[] = []
  for (const value of Object.values(node)) {
    if (isNode(value)) children.push(value)
    else if (Array.isArray(value)) children.push(...value.filter(isNode))
  }
  return children
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

export function isFunction(node: Node): boolean {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)
}

/** The identifiers that a pattern binds. */
export function patternNames(pattern: Pattern | null): Identifier[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern]
    case 'ObjectPattern':
      return pattern.properties.flatMap(p => patternNames(p.type === 'RestElement' ? p.argument : p.value))
    case 'ArrayPattern':
      return pattern.elements.flatMap(patternNames)
    case 'AssignmentPattern':
      return patternNames(pattern.left)
    case 'RestElement':
      return patternNames(pattern.argument)
    default:
      return []
  }
}

export function declaredIdentifiers(declaration: VariableDeclaration): Identifier[] {
  return declaration.declarations.flatMap(declarator => patternNames(declarator.id))
}

/** What a list of statements declares in its own block: let, const, using, class and function. */
export function lexicalNames(statements: readonly Node[]): string[] {
  return statements.flatMap(statement => {
    const node = statement as AnyNode
    if (node.type === 'VariableDeclaration' && node.kind !== 'var') return declaredIdentifiers(node).map(id => id.name)
    if ((node.type === 'ClassDeclaration' || node.type === 'FunctionDeclaration') && node.id) return [node.id.name]
    return []
  })
}

/** What `var` declares anywhere below a node, not looking into functions. */
export function varNames(node: Node): string[] {
  const own = node.type === 'VariableDeclaration' ? (node as VariableDeclaration) : undefined
  const names = own?.kind === 'var' ? declaredIdentifiers(own).map(id => id.name) : []
  for (const child of childNodes(node)) {
    if (!isFunction(child) && child.type !== 'StaticBlock' && child.type !== 'PropertyDefinition')
      names.push(...varNames(child))
  }
  return names
}
