import { toCategory } from './axisValue.ts'

/** More traces than this cannot be told apart, nor drawn in time. */
export const MAX_GROUPS = 50

/** Gives each value of the colour column a group, in order of appearance. Bounded: what comes after 50 is 'other'. */
export class ColorGroups {
  readonly names: string[] = []
  private readonly indexes = new Map<unknown, number>()
  /** Index of the group of all the rest; undefined while there is none. */
  other: number | undefined

  /** The group's index; a new one is appended to `names`. */
  indexOf(value: unknown): number {
    const key = typeof value === 'object' ? toCategory(value) : value
    return this.indexes.get(key) ?? this.otherIndex() ?? this.create(key, value)
  }

  private otherIndex(): number | undefined {
    if (this.other === undefined && this.indexes.size >= MAX_GROUPS) this.other = this.names.push('other') - 1
    return this.other
  }

  private create(key: unknown, value: unknown): number {
    const index = this.names.push(toCategory(value)) - 1
    this.indexes.set(key, index)
    return index
  }
}
