import { Heap } from '../state/heap.ts'
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
  private readonly heap = new Heap<Entry>(earlier)
  /** The earliest time at which something may be due; Infinity when nothing waits. */
  first = Number.POSITIVE_INFINITY

  /** @param latenessMs how long sessions are kept after they have fired */
  constructor(private readonly latenessMs: number) {}

  /** A session is new, has fired, or ends earlier than it was scheduled for. */
  add(session: Session): void {
    const due = this.dueTime(session)
    if (session.scheduled <= due) return
    session.scheduled = due
    this.heap.push({ time: due, session })
    this.first = (this.heap.first as Entry).time
  }

  remove(session: Session): void {
    session.scheduled = NOT_SCHEDULED
  }

  /** Whether {@link poll} would look at something. */
  isDue(time: number): boolean {
    return this.heap.size > 0 && this.first <= time
  }

  /**
   * Looks at the earliest entry if its time has come by `time`: gives its session if that has ended (or its lateness is
   * over), undefined if it goes on or has gone, or nothing is due.
   */
  poll(time: number): Session | undefined {
    if (!this.isDue(time)) return undefined
    const { time: scheduled, session } = this.heap.pop() as Entry
    this.first = this.heap.first?.time ?? Number.POSITIVE_INFINITY
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
}

function earlier(a: Entry, b: Entry): boolean {
  return a.time < b.time || (a.time === b.time && a.session.order < b.session.order)
}
