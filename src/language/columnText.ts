import type ts from 'typescript'
import { expectedType } from './expectedType.ts'
import { rowsInReach } from './rowsInReach.ts'

/** A text in code that stands where only certain names may stand: most often a column of the rows at hand. */
export interface ColumnText {
  readonly node: ts.StringLiteralLike
  /** The names that may stand there. */
  readonly names: readonly string[]
  /** The rows that have columns of those names; undefined where the names are no columns. */
  readonly row: ts.Type | undefined
}

/**
 * What may stand in the place of a text: `rows.keyBy('price')`, `avg('price')` within `aggregate`, `{ features: ['age'] }`,
 * `df['price']`. Undefined where any text may stand.
 */
export function columnText(
  typescript: typeof ts,
  checker: ts.TypeChecker,
  node: ts.StringLiteralLike,
): ColumnText | undefined {
  const { parent } = node
  if (typescript.isLiteralTypeNode(parent)) return ofTypeNode(typescript, checker, node)
  if (typescript.isElementAccessExpression(parent)) {
    const type = checker.getTypeAtLocation(parent.expression)
    if (type.getStringIndexType() || checker.isArrayLikeType(type)) return undefined
    const row = rowsInReach(typescript, checker, node).find(one => one !== type) // the rows that a frame was made of
    const names = namesOf(row ?? type)
    return names.length > 0 ? { node, names, row } : undefined
  }
  const aggregated = aggregatedRow(typescript, checker, node)
  if (aggregated) {
    const names = namesOf(aggregated)
    const fit = fitting(checker, rowsInReach(typescript, checker, node), names)
    const row = fit.find(one => (one.aliasSymbol ?? one.symbol)?.name !== '__type') ?? fit[0] ?? aggregated
    return { node, names, row }
  }
  const type = expectedType(typescript, checker, node)
  const names = type && literals(typescript, checker, type)
  if (!names || names.length === 0) return undefined
  const [row] = fitting(checker, rowsInReach(typescript, checker, node), names)
  // TypeScript sorts a union's texts by when it saw them first; a person, as the columns stand.
  return { node, names: row ? namesOf(row).filter(name => names.includes(name)) : names, row }
}

/** The texts of code, outside functions within it: those have findings of their own. */
export function textsWithin(typescript: typeof ts, node: ts.Node): ts.StringLiteralLike[] {
  const found: ts.StringLiteralLike[] = []
  const visit = (one: ts.Node): void => {
    if (typescript.isStringLiteralLike(one)) found.push(one)
    else if (!typescript.isFunctionLike(one)) typescript.forEachChild(one, visit)
  }
  visit(node)
  return found
}

/** `Pick<Row, 'age' | 'price'>` */
function ofTypeNode(
  typescript: typeof ts,
  checker: ts.TypeChecker,
  node: ts.StringLiteralLike,
): ColumnText | undefined {
  let type: ts.Node = node.parent
  while (typescript.isLiteralTypeNode(type) || typescript.isUnionTypeNode(type)) type = type.parent
  if (!typescript.isTypeReferenceNode(type) || !/^(?:Pick|Omit)$/.test(type.typeName.getText())) return undefined
  const [of] = type.typeArguments ?? []
  const row = of && checker.getTypeFromTypeNode(of)
  return row && { node, names: namesOf(row), row }
}

/** The rows that `avg('price')` is to add up, told by where the aggregate is wanted. */
function aggregatedRow(
  typescript: typeof ts,
  checker: ts.TypeChecker,
  node: ts.StringLiteralLike,
): ts.Type | undefined {
  const { parent } = node
  if (!typescript.isCallExpression(parent) || parent.arguments[0] !== node) return undefined
  const wanted = expectedType(typescript, checker, parent)
  if (wanted?.symbol?.name !== 'Aggregate') return undefined
  const [row] = checker.getTypeArguments(wanted as ts.TypeReference)
  return row && namesOf(row).length > 0 ? row : undefined
}

/** The texts of a type, if nothing but those (and what is no text) can stand there. */
function literals(typescript: typeof ts, checker: ts.TypeChecker, type: ts.Type): string[] | undefined {
  const { TypeFlags } = typescript
  const found: string[] = []
  for (const part of type.isUnion() ? type.types : [type]) {
    const plain = part.flags & TypeFlags.Instantiable ? (checker.getBaseConstraintOfType(part) ?? part) : part
    if (plain.isStringLiteral()) found.push(plain.value)
    else if (plain.isUnion()) {
      const inner = literals(typescript, checker, plain)
      if (!inner) return undefined
      found.push(...inner)
    } else if (plain.flags & (TypeFlags.StringLike | TypeFlags.Any | TypeFlags.Unknown)) return undefined
  }
  return found
}

/** The types that have all those properties; first those that have no others. */
function fitting(checker: ts.TypeChecker, types: readonly ts.Type[], names: readonly string[]): ts.Type[] {
  const fit = types.filter(type => names.every(name => checker.getPropertyOfType(type, name)))
  const isExact = (type: ts.Type) => type.getProperties().length === names.length
  return [...fit.filter(isExact), ...fit.filter(type => !isExact(type))]
}

function namesOf(type: ts.Type): string[] {
  return type.getProperties().map(property => property.name)
}
