import type { GraphState } from './stateGraph.ts'

/** One event of a match; matches that begin alike share what they have in common. */
export interface MatchNode {
  /** Name of the pattern that took it. */
  readonly pattern: string
  readonly event: unknown
  /** Rises with each event of a key. */
  readonly id: number
  readonly previous: MatchNode | undefined
}

/** How far a match has come: the state it is in and the events it holds. Immutable. */
export interface PartialMatch {
  readonly state: GraphState
  /** Newest event; undefined for the match that is yet to begin. */
  readonly last: MatchNode | undefined
  /** Id of its first event; Infinity before it. */
  readonly startId: number
  /** Time of its first event. */
  readonly startTime: number
  /** Time of its newest event. */
  readonly previousTime: number
}

/**
 * Partial or complete matches, the one that began earliest first.
 *
 * A binary heap that moves its entries exactly as Java's `PriorityQueue` does: Flink works through its matches in the
 * order in which they lie in the heap, which decides the order of results that begin with the same event.
 */
export class MatchQueue {
  private heap: PartialMatch[]

  /** @param heap what `items` gave; taken over */
  constructor(heap: PartialMatch[] = []) {
    this.heap = heap
  }

  get size(): number {
    return this.heap.length
  }

  get first(): PartialMatch | undefined {
    return this.heap[0]
  }

  /** In heap order. Not to be changed. */
  get items(): readonly PartialMatch[] {
    return this.heap
  }

  add(match: PartialMatch): void {
    const { heap } = this
    let at = heap.length
    heap.push(match)
    while (at > 0) {
      const parent = (at - 1) >>> 1
      const above = heap[parent] as PartialMatch
      if (match.startId >= above.startId) break
      heap[at] = above
      at = parent
    }
    heap[at] = match
  }

  removeFirst(): PartialMatch | undefined {
    const first = this.heap[0]
    const last = this.heap.pop()
    if (last && this.heap.length > 0) this.siftDown(0, last)
    return first
  }

  removeWhere(remove: (match: PartialMatch) => boolean): void {
    const kept = this.heap.filter(match => !remove(match))
    if (kept.length === this.heap.length) return
    this.heap = kept
    for (let at = (kept.length >>> 1) - 1; at >= 0; at--) this.siftDown(at, kept[at] as PartialMatch)
  }

  private siftDown(from: number, match: PartialMatch): void {
    const { heap } = this
    const half = heap.length >>> 1
    let at = from
    while (at < half) {
      let child = 2 * at + 1
      const right = heap[child + 1]
      if (right && (heap[child] as PartialMatch).startId > right.startId) child++
      const below = heap[child] as PartialMatch
      if (match.startId <= below.startId) break
      heap[at] = below
      at = child
    }
    heap[at] = match
  }
}
