import { deserialize, serialize } from 'node:v8'

/** A piece holds about so many values: half a millisecond of work. */
const VALUES_PER_PIECE = 2_048
const CHARACTERS_PER_VALUE = 32
const BYTES_PER_VALUE = 256

/** What stands for a large container in what is left when its contents have been cut off. No user's object has this name. */
const CUT = '\u0000cut'

type Container = 'object' | 'array' | 'map' | 'set'

/** Pieces by number, each an array of elements or entries; a large element between them with its own cuts. */
interface Cut {
  readonly [CUT]: Container
  readonly parts: readonly (number | { readonly whole: unknown })[]
}

/**
 * Serialises plain data piece by piece as V8 does, so that whoever asks can pause after each; what must be serialised last is
 * returned: it says where the pieces belong. The data must not change meanwhile. Objects that are referred to twice stay
 * one within a piece, and become two where they stand in different ones.
 *
 * @throws what V8 throws for functions and the like
 */
export function* snapshotPieces(value: unknown): Generator<Buffer, Buffer> {
  let pieces = 0
  const open = new Set<object>()
  function* cut(value: unknown): Generator<Buffer, unknown> {
    if (typeof value !== 'object' || value === null || open.has(value) || isSmall(value)) return value
    const container = containerOf(value)
    if (container === undefined) return value
    open.add(value)
    const parts: (number | { whole: unknown })[] = []
    let run: unknown[] = []
    let weight = 0
    for (const element of elementsOf(container, value)) {
      const own = weightOf(element, VALUES_PER_PIECE)
      const isLarge = own >= VALUES_PER_PIECE
      if (run.length > 0 && (isLarge || weight + own > VALUES_PER_PIECE)) {
        yield serialize(run)
        parts.push(pieces++)
        run = []
        weight = 0
      }
      if (isLarge) parts.push({ whole: yield* cutElement(container, element) })
      else {
        run.push(element)
        weight += own
      }
    }
    if (run.length > 0) {
      yield serialize(run)
      parts.push(pieces++)
    }
    open.delete(value)
    return { [CUT]: container, parts } satisfies Cut
  }
  /** Of an entry the key stays as it is. */
  function* cutElement(container: Container, element: unknown): Generator<Buffer, unknown> {
    if (container === 'array' || container === 'set') return yield* cut(element)
    const [key, item] = element as [unknown, unknown]
    return [key, yield* cut(item)]
  }
  return serialize(yield* cut(value))
}

/** Puts together what {@link snapshotPieces} took apart; also a piece at a time. */
export function* assembleSnapshot(pieces: readonly Buffer[], last: Buffer): Generator<undefined, unknown> {
  function* assemble(value: unknown): Generator<undefined, unknown> {
    if (typeof value !== 'object' || value === null || !(CUT in value)) return value
    const { [CUT]: container, parts } = value as Cut
    const elements: unknown[] = []
    for (const part of parts) {
      if (typeof part === 'number') {
        for (const element of deserialize(pieces[part] as Buffer) as unknown[]) elements.push(element)
        yield
      } else if (container === 'array' || container === 'set') elements.push(yield* assemble(part.whole))
      else {
        const [key, item] = part.whole as [unknown, unknown]
        elements.push([key, yield* assemble(item)])
      }
    }
    if (container === 'array') return elements
    if (container === 'set') return new Set(elements)
    return container === 'map'
      ? new Map(elements as [unknown, unknown][])
      : Object.fromEntries(elements as [string, unknown][])
  }
  return yield* assemble(deserialize(last))
}

/** Whether a piece has room for all of it. */
export function isSmall(value: unknown): boolean {
  return weightOf(value, VALUES_PER_PIECE) < VALUES_PER_PIECE
}

/** How many values it holds, counted no further than `limit`. */
function weightOf(value: unknown, limit: number): number {
  if (typeof value === 'string') return 1 + value.length / CHARACTERS_PER_VALUE
  if (typeof value !== 'object' || value === null) return 1
  if (ArrayBuffer.isView(value)) return 1 + value.byteLength / BYTES_PER_VALUE
  const container = containerOf(value)
  if (container === undefined) return 1
  let weight = 1
  for (const element of elementsOf(container, value)) {
    weight += weightOf(element, limit - weight)
    if (weight >= limit) return limit
  }
  return weight
}

/** Undefined for what is not taken apart: dates, typed arrays, arrays with names or holes. */
function containerOf(value: object): Container | undefined {
  if (Array.isArray(value)) return 'array'
  if (value instanceof Map) return 'map'
  if (value instanceof Set) return 'set'
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null ? 'object' : undefined
}

function elementsOf(container: Container, value: object): Iterable<unknown> {
  return container === 'object' ? entriesOf(value as Record<string, unknown>) : (value as Iterable<unknown>)
}

function* entriesOf(value: Record<string, unknown>): Iterable<[string, unknown]> {
  for (const name in value) if (Object.hasOwn(value, name)) yield [name, value[name]]
}
