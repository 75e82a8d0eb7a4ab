import type ts from 'typescript'

/** So many types within types are looked at: `Promise<DataFrame<Row>>`. */
const MAX_DEPTH = 3

/**
 * The types of rows that a text may be about, the nearest first: those of the stream or frame that a method is called of,
 * of the other arguments, of what a call gives and of what is wanted in its place.
 */
export function rowsInReach(typescript: typeof ts, checker: ts.TypeChecker, node: ts.Node): ts.Type[] {
  const found = new Set<ts.Type>()
  const add = (type: ts.Type | undefined, depth = 0): void => {
    if (!type || depth > MAX_DEPTH) return
    for (const inner of argumentsOf(typescript, checker, type)) add(inner, depth + 1)
    if (type.flags & typescript.TypeFlags.Object || type.isIntersection()) found.add(type)
  }
  let inner = node
  for (let { parent } = node; parent; inner = parent, parent = parent.parent) {
    if (typescript.isFunctionLike(parent) || typescript.isStatement(parent)) break
    if (typescript.isElementAccessExpression(parent) && inner === parent.argumentExpression)
      add(checker.getTypeAtLocation(parent.expression))
    if (!typescript.isCallExpression(parent) || inner === parent.expression) continue
    for (const argument of parent.typeArguments ?? []) add(checker.getTypeFromTypeNode(argument))
    const { expression } = parent
    if (typescript.isPropertyAccessExpression(expression)) {
      const receiver = checker.getTypeAtLocation(expression.expression)
      for (const type of meant(typescript, checker, parent, inner, receiver)) add(type)
      add(receiver)
    }
    for (const argument of parent.arguments)
      if (argument !== inner && !typescript.isFunctionLike(argument)) add(checker.getTypeAtLocation(argument))
    add(checker.getContextualType(parent))
    add(checker.getTypeAtLocation(parent))
  }
  return [...found]
}

function argumentsOf(typescript: typeof ts, checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] {
  if (type.isUnion()) return type.types
  const isReference =
    (type.flags & typescript.TypeFlags.Object) !== 0 &&
    ((type as ts.ObjectType).objectFlags & typescript.ObjectFlags.Reference) !== 0
  return [
    ...(type.aliasTypeArguments ?? []),
    ...(isReference ? checker.getTypeArguments(type as ts.TypeReference) : []),
  ]
}

/** Of the types that a stream was made with, those that the parameter's type names: `R` of `equalTo(selector: KeySelector<R, K>)`. */
function meant(
  typescript: typeof ts,
  checker: ts.TypeChecker,
  call: ts.CallExpression,
  argument: ts.Node,
  receiver: ts.Type,
): ts.Type[] {
  const parameters = (receiver as ts.TypeReference).target?.typeParameters ?? []
  if (parameters.length < 2) return []
  const declaration = checker.getResolvedSignature(call)?.declaration
  const index = call.arguments.indexOf(argument as ts.Expression)
  const parameter = declaration?.parameters[index]
  if (!declaration || !parameter || typescript.isJSDocParameterTag(parameter)) return []
  const own = (declaration.typeParameters ?? []) as readonly ts.TypeParameterDeclaration[]
  const texts = [parameter.type, ...own.map(one => one.constraint)].map(one => one?.getText() ?? '')
  const named = new Set(texts.join(' ').match(/[\w$]+/g))
  const given = checker.getTypeArguments(receiver as ts.TypeReference)
  return parameters.flatMap((one, i) => (named.has(one.symbol.name) && given[i] ? [given[i]] : []))
}
