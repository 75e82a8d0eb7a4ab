/** A record whose result is awaited. */
export interface AsyncEntry {
  readonly value: unknown
  /** NaN when the record has no event time. */
  readonly timestamp: number
  /** In force before the record. */
  readonly watermark: number
  done: boolean
  emitted: boolean
  result: unknown
  /** Of the segment it belongs to, where there are any. */
  segment: number
}

/** What a queue holds, in the order in which it came: records, and watermarks between them. */
export type AsyncItem = AsyncEntry | number

/** Decides when a result may be emitted (Flink's `StreamElementQueue`). Watermarks never overtake records. */
export interface AsyncQueue {
  readonly isEmpty: boolean
  add(entry: AsyncEntry): void
  addWatermark(watermark: number): void
  completed(entry: AsyncEntry): void
  /** Gives everything that may go, with the watermark in force before it. */
  drain(emit: (entry: AsyncEntry, watermark: number) => void, forward: (watermark: number) => void): void
  /** What has not been emitted. */
  items(): AsyncItem[]
}

/** Results in the order of their records. */
export class OrderedAsyncQueue implements AsyncQueue {
  private waiting: AsyncItem[] = []
  private head = 0

  get isEmpty(): boolean {
    return this.head === this.waiting.length
  }

  add(entry: AsyncEntry): void {
    this.waiting.push(entry)
  }

  addWatermark(watermark: number): void {
    const last = this.waiting.length - 1
    if (last >= this.head && typeof this.waiting[last] === 'number') this.waiting[last] = watermark
    else this.waiting.push(watermark)
  }

  completed(): void {}

  drain(emit: (entry: AsyncEntry, watermark: number) => void, forward: (watermark: number) => void): void {
    const { waiting } = this
    for (; this.head < waiting.length; this.head++) {
      const item = waiting[this.head] as AsyncItem
      if (typeof item === 'number') forward(item)
      else if (item.done) {
        item.emitted = true
        emit(item, item.watermark)
      } else break
    }
    if (this.head * 2 > waiting.length) {
      this.waiting = waiting.slice(this.head)
      this.head = 0
    }
  }

  items(): AsyncItem[] {
    return this.waiting.slice(this.head)
  }
}

/** Records between two watermarks: their results come as they arrive. */
interface Segment {
  readonly entries: AsyncEntry[]
  /** Of the first entry that has not been emitted. */
  head: number
  completed: AsyncEntry[]
  /** What follows them; undefined as long as more may come. */
  watermark: number | undefined
}

/**
 * Results as they arrive, but never across a watermark that passed between two batches, in neither direction. Watermarks
 * within a batch do not divide it: a result stands before the oldest watermark that is still awaited, so it is at most
 * less late than its record was.
 */
export class UnorderedAsyncQueue implements AsyncQueue {
  private segments: Segment[] = [newSegment()]
  /** Number of the first segment. */
  private first = 0

  get isEmpty(): boolean {
    const [only] = this.segments
    return this.segments.length === 1 && only !== undefined && only.head === only.entries.length
  }

  add(entry: AsyncEntry): void {
    entry.segment = this.first + this.segments.length - 1
    this.segments.at(-1)?.entries.push(entry)
  }

  addWatermark(watermark: number): void {
    const last = this.segments.at(-1) as Segment
    const before = this.segments.at(-2)
    if (last.entries.length === 0 && before) {
      before.watermark = watermark
      return
    }
    last.watermark = watermark
    this.segments.push(newSegment())
  }

  completed(entry: AsyncEntry): void {
    this.segments[entry.segment - this.first]?.completed.push(entry)
  }

  drain(emit: (entry: AsyncEntry, watermark: number) => void, forward: (watermark: number) => void): void {
    for (;;) {
      const segment = this.segments[0] as Segment
      for (const entry of segment.completed) {
        emit(entry, (segment.entries[segment.head] as AsyncEntry).watermark)
        entry.emitted = true
        while (segment.entries[segment.head]?.emitted) segment.head++
      }
      segment.completed = []
      if (segment.head < segment.entries.length) {
        if (segment.head * 2 > segment.entries.length) {
          segment.entries.splice(0, segment.head)
          segment.head = 0
        }
        return
      }
      if (segment.watermark === undefined) {
        segment.entries.length = 0
        segment.head = 0
        return
      }
      forward(segment.watermark)
      this.segments.shift()
      this.first++
    }
  }

  items(): AsyncItem[] {
    return this.segments.flatMap(({ entries, watermark }): AsyncItem[] => {
      const left = entries.filter(entry => !entry.emitted)
      return watermark === undefined ? left : [...left, watermark]
    })
  }
}

function newSegment(): Segment {
  return { entries: [], head: 0, completed: [], watermark: undefined }
}
