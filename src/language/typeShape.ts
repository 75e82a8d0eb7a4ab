import type ts from 'typescript'
import type { TypeShape } from '../protocol/liveTypes.ts'

const MAX_DEPTH = 6
const MAX_FIELDS = 200

/** Classes whose values are known by their name. */
const CLASSES =
  /^(?:Date|RegExp|Error|Buffer|Promise|Map|Set|ArrayBuffer|(?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array)$/

const UNKNOWN: TypeShape = { kind: 'unknown' }

/**
 * A type as far as plain values can be held against it. What only the checker can decide (type parameters, functions,
 * brands) is `unknown`, which fits everything.
 *
 * @param at a place from which the type is looked at
 */
export function typeShape(
  typescript: typeof ts,
  checker: ts.TypeChecker,
  type: ts.Type,
  at: ts.Node,
  depth = 0,
): TypeShape {
  const { TypeFlags } = typescript
  const has = (flags: ts.TypeFlags) => (type.flags & flags) !== 0
  const inner = (of: ts.Type) => typeShape(typescript, checker, of, at, depth + 1)
  if (depth > MAX_DEPTH) return UNKNOWN
  if (type.isStringLiteral() || type.isNumberLiteral()) return { kind: 'literal', value: type.value }
  if (has(TypeFlags.BooleanLiteral)) return { kind: 'literal', value: checker.typeToString(type) === 'true' }
  if (has(TypeFlags.Boolean)) return named('boolean')
  if (type.isUnion()) return union(type.types.map(inner))
  if (has(TypeFlags.String | TypeFlags.TemplateLiteral)) return named('string')
  if (has(TypeFlags.Number)) return named('number')
  if (has(TypeFlags.BigInt)) return named('bigint')
  if (has(TypeFlags.Null)) return named('null')
  if (has(TypeFlags.Undefined | TypeFlags.Void)) return named('undefined')
  if (!has(TypeFlags.Object | TypeFlags.Intersection)) return UNKNOWN
  if (checker.isArrayType(type)) {
    const [item] = checker.getTypeArguments(type as ts.TypeReference)
    return { kind: 'array', item: item ? inner(item) : UNKNOWN }
  }
  if (checker.isTupleType(type)) return { kind: 'array', item: UNKNOWN }
  const name = type.symbol?.name
  if (name !== undefined && CLASSES.test(name)) return named(name)
  return objectShape()

  function objectShape(): TypeShape {
    const isPart = type.isIntersection() && type.types.some(part => (part.flags & TypeFlags.Object) === 0)
    if (isPart || type.getCallSignatures().length > 0) return UNKNOWN
    const properties = type.getProperties()
    const index = type.getStringIndexType()
    if (index) return properties.length === 0 ? { kind: 'record', value: inner(index) } : UNKNOWN
    if (properties.length > MAX_FIELDS) return UNKNOWN
    return {
      kind: 'object',
      fields: properties.map(property => ({
        name: property.name,
        optional: (property.flags & typescript.SymbolFlags.Optional) !== 0,
        type: inner(checker.getTypeOfSymbolAtLocation(property, at)),
      })),
    }
  }
}

function named(name: string): TypeShape {
  return { kind: 'named', name }
}

/** `true | false` is boolean again. */
function union(members: readonly TypeShape[]): TypeShape {
  const isBoolean = (shape: TypeShape) => shape.kind === 'literal' && typeof shape.value === 'boolean'
  const both = members.filter(isBoolean).length === 2
  const kept = both ? [...members.filter(one => !isBoolean(one)), named('boolean')] : members
  if (kept.some(one => one.kind === 'unknown')) return UNKNOWN
  return kept.length === 1 ? (kept[0] as TypeShape) : { kind: 'union', members: kept }
}
