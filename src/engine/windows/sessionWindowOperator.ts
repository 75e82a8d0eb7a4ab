import { Accumulators, type AccumulatorsSnapshot } from '../aggregates/accumulators.ts'
import { type Batch, MAX_WATERMARK } from '../batch.ts'
import { originalKey } from '../keyOf.ts'
import { allSteps } from '../operator.ts'
import { KeyedEntries } from '../state/keyedEntries.ts'
import { asUserCodeError } from '../userCodeError.ts'
import { BaseWindowOperator, type BaseWindowState, type WindowOperatorSettings } from './baseWindowOperator.ts'
import { restoredSessions, type Session, type SessionsSnapshot, snapshotSessions } from './session.ts'
import { SessionQueue } from './sessionQueue.ts'
import type { SessionWindows } from './sessionWindows.ts'

export interface SessionWindowSettings<In, Acc, Out> extends WindowOperatorSettings<In, Acc, Out> {
  readonly windows: SessionWindows<In>
}

/**
 * Session windows with their default trigger: what {@link WindowOperator} does for them, without a window and timers for
 * each record. The sessions of a key are a list, mostly of one; a record that falls into it moves its end, and the queue
 * of ends is told when it gets there.
 */
export class SessionWindowOperator<In, Acc, Out> extends BaseWindowOperator<In, Acc, Out> {
  private readonly sessions = new KeyedEntries<Session>()
  private accumulators: Accumulators<In, Acc>
  private readonly queue: SessionQueue
  private created = 0
  /** How many sessions there are. */
  private alive = 0

  constructor(private readonly settings: SessionWindowSettings<In, Acc, Out>) {
    super(settings, settings.windows.time === 'event', true)
    this.accumulators = new Accumulators(settings.aggregator)
    this.queue = new SessionQueue(this.lateness)
  }

  override get stateEntries(): number {
    return this.sessions.size
  }

  override snapshotState(): unknown {
    return allSteps(this.snapshotSteps())
  }

  override *snapshotSteps(): Generator<undefined, unknown> {
    const sessions = yield* snapshotSessions(this.sessions.entries(), this.alive)
    const accumulators = this.accumulators.snapshot()
    return { ...this.baseState(), created: this.created, sessions, accumulators } satisfies SessionWindowState<In>
  }

  override restoreState(state: unknown): void {
    const restored = state as SessionWindowState<In>
    this.restoreBase(restored)
    this.created = restored.created
    this.accumulators = new Accumulators(this.settings.aggregator, restored.accumulators)
    for (const session of restoredSessions(restored.sessions)) {
      session.next = this.sessions.get(session.key)
      this.sessions.set(session.key, session)
      this.queue.add(session)
      this.alive++
    }
    this.afterWork()
  }

  protected override get nextProcessingTime(): number {
    return this.eventTime ? MAX_WATERMARK : this.queue.first
  }

  protected override addRecords({ values, timestamps, watermarks }: Batch<In>, from: number): number {
    const { keyOf, windows } = this.settings
    const { gapMs } = windows
    const { eventTime, sessions, accumulators, queue } = this
    const now = eventTime ? Number.NaN : this.context.processingTime()
    for (let i = from; i < values.length; i++) {
      const record = values[i] as In
      if (eventTime && watermarks) {
        const watermark = watermarks[i] as number
        if (watermark >= queue.first) {
          if (!this.advanceTo(watermark)) return i
        } else if (watermark > this.time) {
          this.time = watermark
          this.before = watermark
        }
      }
      const start = eventTime ? ((timestamps as Float64Array)[i] as number) : now
      let key: unknown
      try {
        key = keyOf(record)
        const end = start + (typeof gapMs === 'number' ? gapMs : gapMs(record))
        let session = sessions.get(key)
        // most often: the key's only session is open, and goes on
        if (
          session !== undefined &&
          session.next === undefined &&
          !session.fired &&
          start >= session.start &&
          start <= session.end
        ) {
          if (end > session.end) session.end = end
          accumulators.add(session.slot, record)
          continue
        }
        session = this.sessionFor(key, start, end)
        if (session === undefined) {
          this.late(record, start)
          continue
        }
        accumulators.add(session.slot, record)
        this.afterAdd(session)
      } catch (error) {
        throw asUserCodeError(error, this.context.name, record, originalKey(key))
      }
    }
    return values.length
  }

  protected override advanceTo(time: number): boolean {
    if (time <= this.time) return true
    this.time = time
    return this.goOn()
  }

  protected override goOn(): boolean {
    while (this.queue.isDue(this.time)) {
      if (!this.hasTime()) return false
      const session = this.queue.poll(this.time)
      if (!session) continue
      if (session.fired) {
        this.remove(session)
        continue
      }
      session.fired = true
      this.fire(session)
      if (this.lateness > 0) this.queue.add(session)
      else this.remove(session)
    }
    if (this.eventTime) this.before = this.time // results come before the watermark that made them
    return true
  }

  private get lateness(): number {
    return this.eventTime ? this.settings.allowedLatenessMs : 0
  }

  /** The session that `[start, end)` becomes part of: one that is there, several made one, or a new one; undefined when late. */
  private sessionFor(key: unknown, start: number, end: number): Session | undefined {
    let into: Session | undefined
    let isOne = true
    for (let session = this.sessions.get(key); session; session = session.next) {
      if (session.start > end || session.end < start) continue
      isOne = into === undefined
      if (into === undefined || session.start < into.start) into = session
    }
    if (into === undefined) return this.newSession(key, start, end)
    if (!isOne) this.joinInto(into, key, start, end)
    if (start < into.start) into.start = start
    if (end > into.end) into.end = end
    return into
  }

  /** `[start, end)` bridges several sessions: the others become part of the earliest, in their order. */
  private joinInto(into: Session, key: unknown, start: number, end: number): void {
    const others: Session[] = []
    for (let session = this.sessions.get(key); session; session = session.next) {
      if (session !== into && session.start <= end && session.end >= start) others.push(session)
    }
    for (const other of others.sort((a, b) => a.start - b.start)) {
      this.accumulators.merge(into.slot, this.accumulators, other.slot)
      into.end = Math.max(into.end, other.end)
      this.remove(other)
    }
  }

  private newSession(key: unknown, start: number, end: number): Session | undefined {
    if (this.eventTime && end - 1 + this.lateness <= this.time) return undefined
    const slot = this.accumulators.allocate()
    const session: Session = {
      key,
      start,
      end,
      slot,
      order: this.created++,
      fired: false,
      scheduled: MAX_WATERMARK,
      next: this.sessions.get(key),
    }
    this.sessions.set(key, session)
    this.alive++
    return session
  }

  /** What its trigger does for a record: fires a session that is over, waits for the end of another. */
  private afterAdd(session: Session): void {
    const isOver = this.eventTime && session.end - 1 <= this.time
    session.fired = isOver
    this.queue.add(session)
    if (isOver) this.fire(session)
  }

  private fire({ key, start, end, slot }: Session): void {
    const window = { start, end }
    this.emit(key, window, this.resultOf(key, window, this.accumulators, slot))
  }

  private remove(session: Session): void {
    const { key } = session
    this.queue.remove(session)
    this.alive--
    this.accumulators.release(session.slot)
    let previous = this.sessions.get(key)
    if (previous === session) {
      if (session.next) this.sessions.set(key, session.next)
      else this.sessions.delete(key)
      return
    }
    while (previous && previous.next !== session) previous = previous.next
    if (previous) previous.next = session.next
  }
}

interface SessionWindowState<In> extends BaseWindowState<In> {
  readonly created: number
  readonly sessions: SessionsSnapshot
  readonly accumulators: AccumulatorsSnapshot
}
