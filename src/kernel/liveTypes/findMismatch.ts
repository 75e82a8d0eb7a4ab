import type { TypeShape } from '../../protocol/liveTypes.ts'
import { shortTypeText } from './typeText.ts'
import { valueKind } from './valueKind.ts'

/** Where a value differs from a type, and how. */
export interface Mismatch {
  /** `price`, `items[0].id`; empty for the value itself. */
  readonly path: string
  readonly expected: string
  readonly found: string
}

const MAX_ITEMS = 20
const MAX_TEXT = 40

/** Where a value first differs from a type; undefined where it fits. Fields that the type does not have are no difference. */
export function findMismatch(shape: TypeShape, value: unknown, path = ''): Mismatch | undefined {
  switch (shape.kind) {
    case 'unknown':
      return undefined
    case 'named':
      return valueKind(value) === shape.name || isNamed(shape.name, value) ? undefined : differs(shape, value, path)
    case 'literal':
      return value === shape.value ? undefined : differs(shape, value, path)
    case 'array':
      return Array.isArray(value) ? firstOf(value, shape.item, path) : differs(shape, value, path)
    case 'union':
      return unionMismatch(shape, value, path)
    case 'record':
    case 'object':
      if (valueKind(value) === 'opaque') return undefined
      return valueKind(value) === 'object' ? fieldMismatch(shape, value as object, path) : differs(shape, value, path)
  }
}

/** `Map<string, number>` names the same class as `Map<unknown, unknown>`: what a collection holds is not looked at. */
function isNamed(name: string, value: unknown): boolean {
  const kind = valueKind(value)
  if (kind === 'opaque') return true
  if (name === 'Buffer') return kind === 'Uint8Array' && Buffer.isBuffer(value)
  return kind.replace(/<.*$/, '') === name.replace(/<.*$/, '') && kind.includes('<')
}

function firstOf(values: readonly unknown[], item: TypeShape, path: string): Mismatch | undefined {
  for (const [index, value] of values.slice(0, MAX_ITEMS).entries()) {
    const found = findMismatch(item, value, `${path}[${index}]`)
    if (found) return found
  }
  return undefined
}

/** Of a union's members the one that fits furthest says what is wrong; otherwise the union does. */
function unionMismatch(
  shape: Extract<TypeShape, { kind: 'union' }>,
  value: unknown,
  path: string,
): Mismatch | undefined {
  const found: Mismatch[] = []
  for (const member of shape.members) {
    const mismatch = findMismatch(member, value, path)
    if (!mismatch) return undefined
    found.push(mismatch)
  }
  const deeper = found.filter(mismatch => mismatch.path !== path)
  return deeper.length === 1 ? deeper[0] : differs(shape, value, path)
}

function fieldMismatch(
  shape: Extract<TypeShape, { kind: 'object' | 'record' }>,
  value: object,
  path: string,
): Mismatch | undefined {
  const fields =
    shape.kind === 'object'
      ? shape.fields
      : Object.keys(value)
          .slice(0, MAX_ITEMS)
          .map(name => ({ name, optional: true, type: shape.value }))
  for (const { name, optional, type } of fields) {
    const descriptor = Object.getOwnPropertyDescriptor(value, name)
    if (descriptor?.get) continue
    const part: unknown = descriptor?.value
    if (part === undefined && optional) continue
    const at = path === '' ? name : `${path}.${name}`
    if (!descriptor && !admitsUndefined(type)) {
      return { path: at, expected: shortTypeText(type), found: 'nothing: the field is missing' }
    }
    const found = findMismatch(type, part, at)
    if (found) return found
  }
  return undefined
}

function admitsUndefined(shape: TypeShape): boolean {
  if (shape.kind === 'union') return shape.members.some(admitsUndefined)
  return shape.kind === 'unknown' || (shape.kind === 'named' && shape.name === 'undefined')
}

function differs(shape: TypeShape, value: unknown, path: string): Mismatch {
  return { path, expected: shortTypeText(shape), found: describe(value) }
}

function describe(value: unknown): string {
  const kind = valueKind(value)
  if (kind === 'string') {
    const text = value as string
    return `the text ${JSON.stringify(text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text)}`
  }
  if (kind === 'number' || kind === 'boolean' || kind === 'bigint') return `the ${kind} ${String(value)}`
  if (kind === 'null' || kind === 'undefined') return kind
  if (kind === 'array' || kind === 'object') return `an ${kind}`
  return `a value of type ${kind}`
}
