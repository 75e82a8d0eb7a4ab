import type { FieldShape, TypeShape } from '../../protocol/liveTypes.ts'

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u
/** A longer type is cut inside of messages. */
const MAX_SHORT = 80

/** A shape in TypeScript, on one line. */
export function typeText(shape: TypeShape): string {
  switch (shape.kind) {
    case 'unknown':
      return 'unknown'
    case 'named':
      return shape.name
    case 'literal':
      return literalText(shape.value)
    case 'array':
      return `${itemText(shape.item)}[]`
    case 'record':
      return `Record<string, ${typeText(shape.value)}>`
    case 'union':
      return shape.members.map(memberText).join(' | ')
    case 'object':
      return shape.fields.length === 0 ? '{}' : `{ ${shape.fields.map(fieldText).join('; ')} }`
  }
}

/** The fields of an object as the lines of an interface; undefined for everything else. */
export function interfaceBody(shape: TypeShape): string | undefined {
  if (shape.kind !== 'object' || shape.fields.length === 0) return undefined
  return shape.fields.map(field => `  ${fieldText(field)}`).join('\n')
}

/** For a message: cut where it is long. */
export function shortTypeText(shape: TypeShape): string {
  const text = typeText(shape)
  return text.length > MAX_SHORT ? `${text.slice(0, MAX_SHORT)}…` : text
}

function fieldText({ name, optional, type }: FieldShape): string {
  const key = IDENTIFIER.test(name) ? name : literalText(name)
  return `${key}${optional ? '?' : ''}: ${typeText(type)}`
}

function itemText(item: TypeShape): string {
  const text = typeText(item)
  return item.kind === 'union' || text.includes('=>') ? `(${text})` : text
}

function memberText(member: TypeShape): string {
  const text = typeText(member)
  return text.includes('=>') ? `(${text})` : text
}

function literalText(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value)
  // JSON writes every control character and line separator as TypeScript reads it; only the quotes differ.
  const inner = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${inner.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`
}
