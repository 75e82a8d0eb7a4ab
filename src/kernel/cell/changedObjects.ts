import type { AnyNode, Identifier, Node, Program } from 'acorn'
import { childNodes } from './syntaxTree.ts'

/**
 * Methods that change what they are called on: those of arrays, typed arrays, maps, sets and buffers, and those by which
 * models and metrics learn. Any other method counts as one that only looks: most do.
 */
const CHANGING_METHODS: ReadonlySet<string> = new Set([
  ...['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin'],
  ...['set', 'add', 'delete', 'clear', 'append'],
  ...['fit', 'partialFit', 'learn', 'learnOne', 'learnMany', 'update', 'reset'],
])

/** `Object.assign(target, …)` and its like change their first argument. */
const CHANGING_FUNCTIONS: ReadonlySet<string> = new Set([
  'assign',
  'defineProperty',
  'defineProperties',
  'setPrototypeOf',
])

/** What gives a part of a thing, so that who changes the part changes the thing. */
const PART_METHODS: ReadonlySet<string> = new Set(['get', 'at'])

/**
 * The names whose objects a program visibly changes without assigning the name: `obj.x = 1`, `delete obj.x`, `obj.n++`,
 * `list.push(4)`, `groups.get('a').push(1)`, `Object.assign(obj, …)`, `frame.dropNa({ inplace: true })`. What happens
 * through a parameter, an alias or a function of a library is not visible.
 */
export function changedObjects(program: Program): ReadonlySet<Identifier> {
  const changed = new Set<Identifier>()
  visit(program)
  return changed

  function visit(node: Node): void {
    for (const target of targetsOf(node as AnyNode)) {
      const root = rootOf(target)
      if (root) changed.add(root)
    }
    for (const child of childNodes(node)) visit(child)
  }
}

function targetsOf(node: AnyNode): readonly Node[] {
  switch (node.type) {
    case 'AssignmentExpression':
      return membersOf(node.left)
    case 'UpdateExpression':
      return membersOf(node.argument)
    case 'UnaryExpression':
      return node.operator === 'delete' ? membersOf(node.argument) : []
    case 'ForInStatement':
    case 'ForOfStatement':
      return membersOf(node.left)
    case 'CallExpression':
      return changedByCall(node)
    default:
      return []
  }
}

/** The member expressions that an assignment to this writes to. */
function membersOf(target: Node): Node[] {
  if (target.type === 'MemberExpression') return [target]
  if (target.type === 'ChainExpression')
    return membersOf((target as Extract<AnyNode, { type: 'ChainExpression' }>).expression)
  if (!/^(ObjectPattern|ArrayPattern|AssignmentPattern|RestElement)$/.test(target.type)) return []
  return childNodes(target).flatMap(child => membersOf(child.type === 'Property' ? child.value : child))
}

function changedByCall({ callee, arguments: args }: Extract<AnyNode, { type: 'CallExpression' }>): readonly Node[] {
  if (callee.type !== 'MemberExpression') return []
  const method = nameOf(callee)
  if (method === undefined) return []
  const { object } = callee
  if (object.type === 'Identifier' && (object.name === 'Object' || object.name === 'Reflect')) {
    return CHANGING_FUNCTIONS.has(method) && args[0] ? [args[0]] : []
  }
  return CHANGING_METHODS.has(method) || args.some(isInPlace) ? [object] : []
}

/** `{ inplace: true }`, as dataframes are told to change themselves. */
function isInPlace(argument: Node): boolean {
  if (argument.type !== 'ObjectExpression') return false
  return (argument as Extract<AnyNode, { type: 'ObjectExpression' }>).properties.some(
    property =>
      property.type === 'Property' &&
      property.key.type === 'Identifier' &&
      property.key.name === 'inplace' &&
      property.value.type === 'Literal' &&
      property.value.value === true,
  )
}

/** The name at the start of `name.a.b[0]` or `name.get('x').y`. */
function rootOf(node: Node): Identifier | undefined {
  const part = node as AnyNode
  if (part.type === 'Identifier') return part
  if (part.type === 'MemberExpression') return rootOf(part.object)
  if (part.type === 'ChainExpression') return rootOf(part.expression)
  if (part.type !== 'CallExpression' || part.callee.type !== 'MemberExpression') return undefined
  return PART_METHODS.has(nameOf(part.callee) ?? '') ? rootOf(part.callee.object) : undefined
}

function nameOf({ property, computed }: Extract<AnyNode, { type: 'MemberExpression' }>): string | undefined {
  return !computed && property.type === 'Identifier' ? property.name : undefined
}
