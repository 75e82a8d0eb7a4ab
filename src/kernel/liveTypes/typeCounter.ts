import type { FieldShape, TypeShape } from '../../protocol/liveTypes.ts'
import { valueKind } from './valueKind.ts'

/** Texts become a union of literals when this many records show no more than `MAX_LITERALS` different ones. */
const MIN_RECORDS = 20
const MAX_LITERALS = 8
const MAX_LITERAL_CHARACTERS = 40
/** An object with more different keys is a dictionary. */
const MAX_FIELDS = 100
/** Deeper values are `unknown`. */
const MAX_DEPTH = 8
/** Of a longer array the first items speak for all. */
const MAX_ITEMS = 20

/** A date or a time of day with a date: never a literal, however few there are. */
const ISO_DATE = /^[+-]?\d{4,6}-\d\d(?:-\d\d(?:[T ]\d\d:\d\d.*)?)?$/

/**
 * Counts what values at one place of a record are, and says in the end what type that makes. Its size is bounded by the
 * number of places (a hundred fields an object, eight levels), not by the number of values.
 */
export class TypeCounter {
  /** Values seen. */
  private count = 0
  private readonly kinds = new Set<string>()
  private texts: Set<string> | undefined = new Set()
  private textCount = 0
  private item: TypeCounter | undefined
  private objects = 0
  private fields: Map<string, TypeCounter> | undefined = new Map()
  private dictionary: TypeCounter | undefined
  private undefinedCount = 0
  /** Fields that some object lacked. */
  private readonly absent = new Set<string>()

  constructor(private readonly depth = 0) {}

  /** @returns whether the value showed something that none before did: a new field, a missing one, another kind, a new text */
  add(value: unknown): boolean {
    this.count++
    if (value === undefined) {
      this.undefinedCount++
      return this.undefinedCount === 1
    }
    const kind = valueKind(value)
    const isNew = !this.kinds.has(kind)
    if (isNew) this.kinds.add(kind)
    if (kind === 'string') return this.addText(value as string) || isNew
    if (this.depth >= MAX_DEPTH) return isNew
    if (kind === 'array') return this.addItems(value as readonly unknown[]) || isNew
    if (kind === 'object') return this.addFields(value as object) || isNew
    return isNew
  }

  /** What the values were; `unknown` before the first. A field that may be undefined says so by being optional. */
  shape(ofField = false): TypeShape {
    const members = [...this.kinds].sort(byRank).flatMap(kind => this.shapesOf(kind))
    if (this.undefinedCount > 0 && !ofField) members.push({ kind: 'named', name: 'undefined' })
    if (members.length === 0 || members.some(member => member.kind === 'unknown')) return { kind: 'unknown' }
    return members.length === 1 ? (members[0] as TypeShape) : { kind: 'union', members }
  }

  private shapesOf(kind: string): TypeShape[] {
    if (kind === 'opaque') return [{ kind: 'unknown' }]
    if (kind === 'string') return this.textShapes()
    if (kind === 'array') return [{ kind: 'array', item: this.item?.shape() ?? { kind: 'unknown' } }]
    if (kind !== 'object') return [{ kind: 'named', name: kind }]
    if (this.depth >= MAX_DEPTH) return [{ kind: 'unknown' }]
    if (this.dictionary) return [{ kind: 'record', value: this.dictionary.shape() }]
    return [{ kind: 'object', fields: [...(this.fields ?? [])].map(([name, field]) => this.fieldShape(name, field)) }]
  }

  private fieldShape(name: string, field: TypeCounter): FieldShape {
    const optional = field.count < this.objects || field.undefinedCount > 0
    return { name, optional, type: field.shape(true) }
  }

  private textShapes(): TypeShape[] {
    const { texts } = this
    if (!texts || texts.size < 2 || this.textCount < MIN_RECORDS || [...texts].every(text => ISO_DATE.test(text))) {
      return [{ kind: 'named', name: 'string' }]
    }
    return [...texts].sort().map(value => ({ kind: 'literal', value }))
  }

  private addText(text: string): boolean {
    this.textCount++
    const { texts } = this
    if (!texts || texts.has(text)) return false
    if (texts.size >= MAX_LITERALS || text.length > MAX_LITERAL_CHARACTERS) this.texts = undefined
    else texts.add(text)
    return true
  }

  private addItems(items: readonly unknown[]): boolean {
    this.item ??= new TypeCounter(this.depth + 1)
    let isNew = false
    const length = Math.min(items.length, MAX_ITEMS)
    for (let i = 0; i < length; i++) if (this.item.add(dataOf(items, String(i)))) isNew = true
    return isNew
  }

  private addFields(object: object): boolean {
    this.objects++
    const names = Object.keys(object)
    if (this.dictionary) return this.addEntries(object, names)
    let isNew = false
    const { fields } = this
    for (const name of names) {
      let field = fields?.get(name)
      if (!field) {
        if ((fields?.size ?? 0) >= MAX_FIELDS) return this.becomeDictionary(object, names)
        field = new TypeCounter(this.depth + 1)
        fields?.set(name, field)
        isNew = true
      }
      if (field.add(dataOf(object, name))) isNew = true
    }
    return this.noteAbsent(object, names.length) || isNew
  }

  /** Whether a field is missing that never was before. */
  private noteAbsent(object: object, present: number): boolean {
    if (present >= (this.fields?.size ?? 0)) return false
    let isNew = false
    for (const name of this.fields?.keys() ?? []) {
      if (this.absent.has(name) || Object.hasOwn(object, name)) continue
      this.absent.add(name)
      isNew = true
    }
    return isNew
  }

  private becomeDictionary(object: object, names: readonly string[]): boolean {
    const dictionary = new TypeCounter(this.depth + 1)
    for (const field of this.fields?.values() ?? []) dictionary.merge(field)
    this.dictionary = dictionary
    this.fields = undefined
    return this.addEntries(object, names)
  }

  private addEntries(object: object, names: readonly string[]): boolean {
    let isNew = false
    for (const name of names.slice(0, MAX_ITEMS)) if (this.dictionary?.add(dataOf(object, name))) isNew = true
    return isNew
  }

  private merge(other: TypeCounter): void {
    this.count += other.count
    this.undefinedCount += other.undefinedCount
    for (const kind of other.kinds) this.kinds.add(kind)
    if (!other.texts) this.texts = undefined
    for (const text of other.texts ?? []) this.addText(text)
    if (other.item) {
      this.item ??= new TypeCounter(this.depth + 1)
      this.item.merge(other.item)
    }
    for (const [name, field] of other.fields ?? []) {
      const own = this.fields?.get(name) ?? new TypeCounter(this.depth + 1)
      own.merge(field)
      this.fields?.set(name, own)
    }
    this.objects += other.objects
  }
}

/** A property's value where it is plain data; a getter is not run. */
function dataOf(object: object, name: string): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(object, name)
  return descriptor?.get ? undefined : descriptor?.value
}

/** The order of a union's members: values first, then what means that there is none. */
function byRank(a: string, b: string): number {
  return Number(a === 'null') - Number(b === 'null')
}
