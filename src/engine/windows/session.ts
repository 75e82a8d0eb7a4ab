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

const SESSIONS_PER_STEP = 4_096

/**
 * In steps of some thousand sessions; to be run through before anything changes.
 *
 * @param sessions each key's newest
 * @param count how many there are of all keys
 */
export function* snapshotSessions(
  sessions: Iterable<readonly [unknown, Session]>,
  count: number,
): Generator<undefined, SessionsSnapshot> {
  const keys: unknown[] = []
  const [starts, ends, slots, orders] = [0, 1, 2, 3].map(() => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const fired = new Uint8Array(count)
  const put = (session: Session): void => {
    const at = keys.length
    keys.push(session.key)
    starts[at] = session.start
    ends[at] = session.end
    slots[at] = session.slot
    orders[at] = session.order
    fired[at] = Number(session.fired)
  }
  for (const [, newest] of sessions) {
    if (newest.next === undefined) put(newest)
    else oldestFirst(newest).forEach(put)
    if (keys.length % SESSIONS_PER_STEP === 0) yield
  }
  return { keys, starts, ends, slots, orders, fired }
}

function oldestFirst(newest: Session): Session[] {
  const own: Session[] = []
  for (let session: Session | undefined = newest; session; session = session.next) own.push(session)
  return own.reverse()
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
