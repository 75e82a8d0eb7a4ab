import type ts from 'typescript'

/**
 * The type that an expression should have where it stands. TypeScript's answer, or, where the call around it fits none of
 * its overloads, what the first overload with a place for it says.
 */
export function expectedType(typescript: typeof ts, checker: ts.TypeChecker, node: ts.Expression): ts.Type | undefined {
  const { getContextualType } = checker as unknown as ContextualTypes
  if (typescript.isArrayLiteralExpression(node.parent)) {
    const list = expectedType(typescript, checker, node.parent)
    const item = list && itemType(checker, list)
    if (item) return item
  }
  for (const flags of [IGNORE_NODE_INFERENCES, 0]) {
    const contextual = getContextualType(node, flags)
    if (contextual && !isBroad(typescript, contextual)) return contextual
  }
  return ofOverloads(typescript, checker, node)
}

/** As TypeScript's completions ask: what is wrong there must not decide what would be right. Left out of the declarations. */
const IGNORE_NODE_INFERENCES = 4

interface ContextualTypes {
  getContextualType(node: ts.Expression, flags: number): ts.Type | undefined
}

/** Of `Column | readonly Column[]` the lists' items: a text has items too, which are any text. */
function itemType(checker: ts.TypeChecker, type: ts.Type): ts.Type | undefined {
  const lists = type.isUnionOrIntersection() ? type.types : [type]
  return lists.find(one => checker.isArrayType(one))?.getNumberIndexType()
}

/** Steps from an argument to what stands in it: the name of a property, or `true` for an item of a list. */
type Step = string | true

function ofOverloads(typescript: typeof ts, checker: ts.TypeChecker, node: ts.Expression): ts.Type | undefined {
  const steps: Step[] = []
  let inner: ts.Node = node
  for (let { parent } = node as ts.Node; parent; inner = parent, parent = parent.parent) {
    if (typescript.isCallExpression(parent) && inner !== parent.expression) {
      const index = parent.arguments.indexOf(inner as ts.Expression)
      for (const signature of checker.getTypeAtLocation(parent.expression).getCallSignatures()) {
        const parameter = signature.parameters[index]
        const type = parameter && follow(checker, checker.getTypeOfSymbolAtLocation(parameter, parent), steps)
        if (type && !isBroad(typescript, type)) return type
      }
      return undefined
    }
    if (typescript.isPropertyAssignment(parent) && inner === parent.initializer) {
      if (typescript.isComputedPropertyName(parent.name)) return undefined
      steps.unshift(parent.name.text)
    } else if (typescript.isArrayLiteralExpression(parent)) steps.unshift(true)
    else if (!typescript.isObjectLiteralExpression(parent) && !typescript.isParenthesizedExpression(parent))
      return undefined
  }
  return undefined
}

function follow(checker: ts.TypeChecker, type: ts.Type, steps: readonly Step[]): ts.Type | undefined {
  let at: ts.Type | undefined = type
  for (const step of steps) {
    if (!at) return undefined
    const plain: ts.Type = checker.getBaseConstraintOfType(at) ?? at
    if (step === true) at = plain.getNumberIndexType()
    else {
      const property = plain.getProperty(step)
      at = property ? checker.getTypeOfSymbol(property) : plain.getStringIndexType()
    }
  }
  return at
}

/** A type that every text fits, or none could be told from. */
function isBroad({ TypeFlags }: typeof ts, type: ts.Type): boolean {
  return (type.flags & (TypeFlags.Any | TypeFlags.Unknown | TypeFlags.String | TypeFlags.Never)) !== 0
}
