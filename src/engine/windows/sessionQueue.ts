import type { Session } from './session.ts'

interface Entry {
  readonly time: number
  readonly session: Session
}

/** No longer in the queue. */
const NOT_SCHEDULED = Number.NaN

/**
 * When sessions end, earliest first; of equal times the older session. A session whose end has moved on is not moved: it is
 * looked at when its former end is reached. So a record costs nothing here, and a session at most one entry for each gap.
 */
export class SessionQueue {
  private readonly heap: Entry[] = []
  /** The earliest time at which something may be due; Infinity when nothing waits. */
  first = Number.POSITIVE_INFINITY

  /** @param latenessMs how long sessions are kept after they have fired */
  constructor(private readonly latenessMs: number) {}

  /** A session is new, has fired, or ends earlier than it was scheduled for. */
  add(session: Session): void {
    const due = this.dueTime(session)
    if (session.scheduled <= due) return
    session.scheduled = due
    this.push({ time: due, session })
  }

  remove(session: Session): void {
    session.scheduled = NOT_SCHEDULED
  }

  /** Whether {@link poll} would look at something. */
  isDue(time: number): boolean {
    return this.heap.length > 0 && this.first <= time
  }

  /**
   * Looks at the earliest entry if its time has come by `time`: gives its session if that has ended (or its lateness is
   * over), undefined if it goes on or has gone, or nothing is due.
   */
  poll(time: number): Session | undefined {
    if (!this.isDue(time)) return undefined
    const { time: scheduled, session } = this.pop() as Entry
    if (session.scheduled !== scheduled) return undefined // an entry that has been overtaken
    const due = this.dueTime(session)
    session.scheduled = Number.POSITIVE_INFINITY
    if (due === scheduled) return session
    this.add(session)
    return undefined
  }

  private dueTime(session: Session): number {
    return session.end - 1 + (session.fired ? this.latenessMs : 0)
  }

  private push(entry: Entry): void {
    const { heap } = this
    let i = heap.length
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!earlier(entry, heap[parent] as Entry)) break
      heap[i] = heap[parent] as Entry
      i = parent
    }
    heap[i] = entry
    this.first = (heap[0] as Entry).time
  }

  private pop(): Entry | undefined {
    const { heap } = this
    const top = heap[0]
    const entry = heap.pop() as Entry
    if (heap.length > 0) {
      let i = 0
      for (;;) {
        let child = 2 * i + 1
        if (child >= heap.length) break
        if (child + 1 < heap.length && earlier(heap[child + 1] as Entry, heap[child] as Entry)) child++
        if (!earlier(heap[child] as Entry, entry)) break
        heap[i] = heap[child] as Entry
        i = child
      }
      heap[i] = entry
    }
    this.first = heap[0]?.time ?? Number.POSITIVE_INFINITY
    return top
  }
}

function earlier(a: Entry, b: Entry): boolean {
  return a.time < b.time || (a.time === b.time && a.session.order < b.session.order)
}
