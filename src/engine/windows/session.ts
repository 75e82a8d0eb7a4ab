/** One key's span of activity. */
export interface Session {
  readonly key: unknown
  start: number
  end: number
  /** Its accumulator. */
  readonly slot: number
  /** How many sessions were there before it: decides between those that end together. */
  readonly order: number
  /** Whether it has fired for its present end; it is then kept for the allowed lateness. */
  fired: boolean
  /** When the queue looks at it again. */
  scheduled: number
  /** The next session of the same key. */
  next: Session | undefined
}

/** Column by column, so that a million sessions are no million objects; the sessions of a key in reverse. */
export interface SessionsSnapshot {
  readonly keys: readonly unknown[]
  readonly starts: Float64Array
  readonly ends: Float64Array
  readonly slots: Float64Array
  readonly orders: Float64Array
  readonly fired: Uint8Array
}

/** @param sessions each key's newest */
export function snapshotSessions(sessions: Iterable<readonly [unknown, Session]>): SessionsSnapshot {
  const all: Session[] = []
  for (const [, first] of sessions) {
    const own: Session[] = []
    for (let session: Session | undefined = first; session; session = session.next) own.push(session)
    all.push(...own.reverse())
  }
  return {
    keys: all.map(session => session.key),
    starts: Float64Array.from(all, session => session.start),
    ends: Float64Array.from(all, session => session.end),
    slots: Float64Array.from(all, session => session.slot),
    orders: Float64Array.from(all, session => session.order),
    fired: Uint8Array.from(all, session => Number(session.fired)),
  }
}

export function restoredSessions({ keys, starts, ends, slots, orders, fired }: SessionsSnapshot): Session[] {
  return keys.map((key, i) => ({
    key,
    start: starts[i] as number,
    end: ends[i] as number,
    slot: slots[i] as number,
    order: orders[i] as number,
    fired: fired[i] === 1,
    scheduled: Number.POSITIVE_INFINITY,
    next: undefined,
  }))
}
