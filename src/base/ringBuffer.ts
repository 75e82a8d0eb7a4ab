/** The newest `capacity` items. Bounded by `capacity`: a further item pushes the oldest out. */
export class RingBuffer<T> {
  private items: T[] = []
  private start = 0

  constructor(readonly capacity: number) {}

  get length(): number {
    return this.items.length
  }

  push(item: T): void {
    if (this.items.length < this.capacity) this.items.push(item)
    else {
      this.items[this.start] = item
      this.start = (this.start + 1) % this.capacity
    }
  }

  /** Oldest first. */
  toArray(): T[] {
    return [...this.items.slice(this.start), ...this.items.slice(0, this.start)]
  }

  clear(): void {
    this.items = []
    this.start = 0
  }
}
