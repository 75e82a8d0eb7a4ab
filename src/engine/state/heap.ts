/** A priority queue: a binary heap, each item before its children, which stand at 2i + 1 and 2i + 2. */
export class Heap<T> {
  private all: T[] = []

  /** @param isBefore whether one item comes out before another; of any two different ones exactly one does */
  constructor(private readonly isBefore: (a: T, b: T) => boolean) {}

  get size(): number {
    return this.all.length
  }

  /** All of them, in no order that is of use to others. */
  get items(): readonly T[] {
    return this.all
  }

  /** The item that comes out next; undefined when there is none. */
  get first(): T | undefined {
    return this.all[0]
  }

  push(item: T): void {
    const { all: items, isBefore } = this
    let i = items.length
    while (i > 0) {
      const parent = (i - 1) >> 1
      const above = items[parent] as T
      if (isBefore(above, item)) break
      items[i] = above
      i = parent
    }
    items[i] = item
  }

  pop(): T | undefined {
    const { all: items } = this
    const top = items[0]
    const last = items.pop()
    if (items.length > 0) this.siftDown(last as T)
    return top
  }

  clear(): void {
    this.all = []
  }

  /** In the order in which they come out. */
  toSorted(): T[] {
    return this.all.toSorted((a, b) => (this.isBefore(a, b) ? -1 : 1))
  }

  /** Puts an item where it belongs, from the top down. */
  private siftDown(item: T): void {
    const { all: items, isBefore } = this
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= items.length) break
      if (child + 1 < items.length && isBefore(items[child + 1] as T, items[child] as T)) child++
      const below = items[child] as T
      if (isBefore(item, below)) break
      items[i] = below
      i = child
    }
    items[i] = item
  }
}
