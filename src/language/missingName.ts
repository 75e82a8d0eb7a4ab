import type ts from 'typescript'
import { nearestName } from '../base/options.ts'
import type { CellProgram } from './cellProgram.ts'
import { nodeAt } from './nodeAt.ts'

/** TypeScript's number for a property that a type does not have. */
const NO_SUCH_PROPERTY = 2339

/** So many names are listed at most. */
const MAX_NAMES = 12
/** A type of more characters is known by its name alone. */
const MAX_TYPE = 40

/**
 * `Property 'prise' does not exist on type 'WindowRow<…>'. There are: key, windowStart, windowEnd, mean.` For plain data
 * only: what else an object can do, completion says. Undefined for other findings.
 */
export function missingNameMessage(
  { typescript, service }: CellProgram,
  { code, file, start, length }: ts.Diagnostic,
): string | undefined {
  const checker = code === NO_SUCH_PROPERTY ? service.getProgram()?.getTypeChecker() : undefined
  if (!checker || !file || start === undefined || length === undefined) return undefined
  const node = nodeAt(typescript, file, start, start + length)
  const type = typescript.isIdentifier(node) ? ownerOf(typescript, checker, node) : undefined
  if (!type || !isData(typescript, type)) return undefined
  const names = type.getProperties().map(property => property.name)
  const shown = checker.typeToString(type)
  const name = node.getText(file)
  const near = nearestName(name, names)
  const listed = names.slice(0, MAX_NAMES).join(', ') + (names.length > MAX_NAMES ? ', …' : '')
  return `Property '${name}' does not exist on type '${shortened(shown)}'. ${near ? `Did you mean '${near}'?` : `There are: ${listed}.`}`
}

/** The type of `r` in `r.prise`, of what is taken apart in `({ prise }) => …`. */
function ownerOf(typescript: typeof ts, checker: ts.TypeChecker, { parent }: ts.Node): ts.Type | undefined {
  if (typescript.isPropertyAccessExpression(parent)) return checker.getTypeAtLocation(parent.expression)
  return typescript.isBindingElement(parent) ? checker.getTypeAtLocation(parent.parent) : undefined
}

function isData({ SymbolFlags, TypeFlags }: typeof ts, type: ts.Type): boolean {
  if (!(type.flags & TypeFlags.Object || type.isIntersection()) || type.getCallSignatures().length > 0) return false
  const properties = type.getProperties()
  return (
    properties.length > 0 && properties.every(({ flags }) => !(flags & (SymbolFlags.Method | SymbolFlags.Accessor)))
  )
}

function shortened(type: string): string {
  if (type.length <= MAX_TYPE) return type
  return /^[\w$.]+</.test(type) ? `${type.slice(0, type.indexOf('<'))}<…>` : `${type.slice(0, MAX_TYPE - 1)}…`
}
