import { MAX_WATERMARK } from '../../../src/engine/batch.ts'
import type { Keyed, Step } from '../joinsHarness.ts'

/** Slow and plain: every join as nested loops over all records, each with the watermark at which it came. */

export interface Pair {
  readonly left: number
  readonly right: number | undefined
  readonly time: number
}

interface Arrived extends Step {
  readonly order: number
  readonly key: string
  readonly id: number
}

function arrivals(steps: readonly Step[]): Arrived[] {
  return steps
    .map((step, order) => ({ ...step, order, ...((step.value ?? {}) as Keyed) }))
    .filter(step => step.value !== undefined)
}

/** Pairs in the order in which Flink's IntervalJoinOperator gives them; of one record in order of the other's time. */
export function intervalJoinPairs(steps: readonly Step[], lowerMs: number, upperMs: number): Pair[] {
  const onTime = arrivals(steps).filter(one => one.time >= one.watermark)
  const pairs: Pair[] = []
  for (const one of onTime) {
    const partners = onTime.filter(other => {
      if (other.order >= one.order || other.input === one.input || other.key !== one.key) return false
      const [left, right] = one.input === 0 ? [one, other] : [other, one]
      const distance = right.time - left.time
      if (distance < lowerMs || distance > upperMs) return false
      // gone by the first watermark after its arrival that reaches the last time at which a partner may come
      const goneAt = other.input === 0 ? other.time + Math.max(upperMs, 0) : other.time - Math.min(lowerMs, 0)
      return !(one.watermark > other.watermark && one.watermark >= goneAt)
    })
    partners.sort((a, b) => a.time - b.time || a.order - b.order)
    for (const other of partners) {
      const [left, right] = one.input === 0 ? [one, other] : [other, one]
      pairs.push({ left: left.id, right: right.id, time: Math.max(left.time, right.time) })
    }
  }
  return pairs
}

/** Version of each left record that came before the watermark had reached its time (input 1 are the versions). */
export function versionsInForce(steps: readonly Step[]): Map<number, number | undefined> {
  const all = arrivals(steps)
  const found = new Map<number, number | undefined>()
  for (const left of all) {
    if (left.input !== 0 || left.time <= left.watermark) continue
    let best: Arrived | undefined
    for (const version of all) {
      // what comes once the watermark has reached the left record's time comes too late for it
      const inTime = version.watermark < left.time && !watermarkBetween(steps, left, version)
      if (version.input !== 1 || version.key !== left.key || version.time > left.time || !inTime) continue
      if (!best || version.time >= best.time) best = version
    }
    found.set(left.id, best?.id)
  }
  return found
}

function watermarkBetween(steps: readonly Step[], left: Arrived, version: Arrived): boolean {
  return steps.slice(0, version.order).some(step => step.watermark >= left.time)
}

/** Flink's TemporalRowTimeJoinOperator written out, for records that come late as well: what each advance gives. */
export function temporalJoinByAdvance(steps: readonly Step[]): Pair[][] {
  const waiting: Arrived[] = []
  const versions: Arrived[] = []
  const timers = new Map<string, number>()
  const advances: Pair[][] = []
  let watermark = Number.NEGATIVE_INFINITY
  const advance = (to: number) => {
    if (to <= watermark) return
    watermark = to
    const pairs: Pair[] = []
    for (const [key, timer] of [...timers]) {
      if (timer > to) continue
      timers.delete(key)
      for (const left of waiting.filter(one => one.key === key && one.time <= to)) {
        waiting.splice(waiting.indexOf(left), 1)
        const version = newest(versions, key, left.time)
        pairs.push({ left: left.id, right: version?.id, time: left.time })
      }
      const rest = waiting.filter(one => one.key === key).map(one => one.time)
      if (rest.length > 0) timers.set(key, Math.min(...rest))
    }
    for (const { key } of [...versions]) clean(key)
    if (pairs.length > 0) advances.push(pairs)
  }
  /** Flink does so for the keys whose timer fires; then what a late record finds depends on how watermarks came. */
  const clean = (key: string) => {
    const inForce = newest(versions, key, watermark)
    for (const old of versions.filter(one => one.key === key && inForce && one.time < inForce.time)) {
      versions.splice(versions.indexOf(old), 1)
    }
  }
  steps.forEach((step, order) => {
    advance(step.watermark)
    if (step.value === undefined) return
    const one: Arrived = { ...step, order, ...(step.value as Keyed) }
    if (one.input === 0) waiting.push(one)
    else {
      const same = versions.findIndex(other => other.key === one.key && other.time === one.time)
      if (same >= 0) versions.splice(same, 1)
      versions.push(one)
      clean(one.key)
    }
    timers.set(one.key, Math.min(timers.get(one.key) ?? MAX_WATERMARK, one.time))
  })
  advance(MAX_WATERMARK)
  return advances
}

function newest(versions: readonly Arrived[], key: string, time: number): Arrived | undefined {
  let best: Arrived | undefined
  for (const version of versions) {
    if (version.key === key && version.time <= time && (!best || version.time > best.time)) best = version
  }
  return best
}

export interface Group {
  readonly key: string
  readonly start: number
  readonly end: number
  readonly lefts: readonly number[]
  readonly rights: readonly number[]
}

/** Windows of a fixed size, and what of both sides each takes before the watermark has passed it; without lateness. */
export function windowGroups(steps: readonly Step[], sizeMs: number, slideMs: number): Group[] {
  const all = arrivals(steps)
  const groups: Group[] = []
  for (const key of new Set(all.map(one => one.key))) {
    const times = all.map(one => one.time)
    const first = Math.floor((Math.min(...times) - sizeMs) / slideMs) * slideMs
    for (let start = first; start <= Math.max(...times); start += slideMs) {
      const end = start + sizeMs
      const inside = all.filter(
        one => one.key === key && one.time >= start && one.time < end && one.watermark < end - 1,
      )
      if (inside.length === 0) continue
      const ids = (input: number) => inside.filter(one => one.input === input).map(one => one.id)
      groups.push({ key, start, end, lefts: ids(0), rights: ids(1) })
    }
  }
  return groups
}

/** Sessions: records in the order of arrival open windows of a gap and merge those they touch; closed ones take no more. */
export function sessionGroups(steps: readonly Step[], gapMs: number): Group[] {
  type Session = { key: string; start: number; end: number; members: Arrived[] }
  let open: Session[] = []
  const done: Session[] = []
  for (const one of arrivals(steps)) {
    done.push(...open.filter(session => session.end - 1 <= one.watermark))
    open = open.filter(session => session.end - 1 > one.watermark)
    const own: Session = { key: one.key, start: one.time, end: one.time + gapMs, members: [one] }
    // as in Flink windows that only touch are merged too
    const touched = open.filter(other => other.key === one.key && other.start <= own.end && own.start <= other.end)
    const merged: Session = {
      key: one.key,
      start: Math.min(own.start, ...touched.map(other => other.start)),
      end: Math.max(own.end, ...touched.map(other => other.end)),
      members: [...touched.flatMap(other => other.members), one].sort((a, b) => a.order - b.order),
    }
    if (merged.end - 1 <= one.watermark) continue
    open = [...open.filter(other => !touched.includes(other)), merged]
  }
  return [...done, ...open].map(({ key, start, end, members }) => {
    const ids = (input: number) => members.filter(one => one.input === input).map(one => one.id)
    return { key, start, end, lefts: ids(0), rights: ids(1) }
  })
}
