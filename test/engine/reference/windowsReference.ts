/**
 * What windows give, computed as slowly and plainly as possible: every time something happens, from all records so far.
 * Nothing here is shared with the engine.
 */
export interface Click {
  readonly key: string
  readonly id: number
  readonly v: number
}

export interface Window {
  readonly start: number
  readonly end: number
}

/** A firing: a key's window and the ids of its records in order of arrival. */
export interface Firing extends Window {
  readonly key: string
  readonly ids: readonly number[]
}

export interface ReferenceStep {
  readonly value: Click
  readonly timestamp: number
  readonly watermark: number
}

export interface ReferenceResult {
  /** For each step what fired before and with its record; one more for the end of the input. */
  readonly firings: readonly (readonly Firing[])[]
  readonly late: readonly number[]
}

interface Held extends Window {
  readonly key: string
  readonly id: number
}

/**
 * Windows that do not merge: `windowsOf` says to which a time belongs.
 *
 * @param latenessMs windows are kept that long after they fired
 */
export function referenceWindows(
  steps: readonly ReferenceStep[],
  windowsOf: (time: number) => readonly Window[],
  latenessMs: number,
): ReferenceResult {
  const held: Held[] = []
  const late: number[] = []
  const contents = (key: string, { start, end }: Window) =>
    held.filter(one => one.key === key && one.start === start && one.end === end).map(one => one.id)
  const passing = (from: number, to: number): Firing[] => {
    const due = held.filter(one => one.end - 1 > from && one.end - 1 <= to)
    return distinct(due).map(one => ({ key: one.key, start: one.start, end: one.end, ids: contents(one.key, one) }))
  }
  let watermark = Number.NEGATIVE_INFINITY
  const firings = steps.map(step => {
    const fired = passing(watermark, step.watermark)
    watermark = Math.max(watermark, step.watermark)
    const alive = windowsOf(step.timestamp).filter(window => window.end - 1 + latenessMs > watermark)
    if (alive.length === 0 && step.timestamp + latenessMs <= watermark) late.push(step.value.id)
    for (const window of alive) {
      held.push({ ...window, key: step.value.key, id: step.value.id })
      if (window.end - 1 <= watermark) {
        fired.push({ ...window, key: step.value.key, ids: contents(step.value.key, window) })
      }
    }
    return fired
  })
  firings.push(passing(watermark, Number.POSITIVE_INFINITY))
  return { firings, late }
}

/** Sessions: spans from each record to its gap after it, made one where they touch. */
export function referenceSessions(
  steps: readonly ReferenceStep[],
  gapOf: (click: Click) => number,
  latenessMs: number,
): ReferenceResult {
  let held: Held[] = []
  const late: number[] = []
  const sessions = (): Firing[] => [...new Set(held.map(one => one.key))].flatMap(key => joined(held, key))
  const passing = (from: number, to: number): Firing[] => {
    const fired = sessions().filter(one => one.end - 1 > from && one.end - 1 <= to)
    const gone = sessions().filter(one => one.end - 1 + latenessMs <= to)
    held = held.filter(one => !gone.some(session => session.ids.includes(one.id)))
    return fired
  }
  let watermark = Number.NEGATIVE_INFINITY
  const firings = steps.map(step => {
    const fired = passing(watermark, step.watermark)
    watermark = Math.max(watermark, step.watermark)
    const { key, id } = step.value
    held.push({ key, id, start: step.timestamp, end: step.timestamp + gapOf(step.value) })
    const own = sessions().find(session => session.ids.includes(id)) as Firing
    if (own.end - 1 + latenessMs <= watermark) {
      held = held.filter(one => one.id !== id)
      if (step.timestamp + latenessMs <= watermark) late.push(id)
    } else if (own.end - 1 <= watermark) fired.push(own)
    return fired
  })
  firings.push(passing(watermark, Number.POSITIVE_INFINITY))
  return { firings, late }
}

function joined(held: readonly Held[], key: string): Firing[] {
  const found: { key: string; start: number; end: number; ids: number[] }[] = []
  for (const one of held.filter(other => other.key === key).sort((a, b) => a.start - b.start)) {
    const last = found.at(-1)
    if (last && one.start <= last.end) {
      last.end = Math.max(last.end, one.end)
      last.ids.push(one.id)
    } else found.push({ key, start: one.start, end: one.end, ids: [one.id] })
  }
  for (const session of found) session.ids.sort((a, b) => a - b) // ids rise with arrival
  return found
}

function distinct(held: readonly Held[]): Held[] {
  const byName = new Map(held.map(one => [`${one.key}/${one.start}/${one.end}`, one] as const))
  return [...byName.values()]
}

/** Windows of `size` every `slide`, by trying all that come near. */
export function slidingWindowsOf(size: number, slide: number, offset: number): (time: number) => Window[] {
  return time => {
    const found: Window[] = []
    const near = Math.floor((time - offset) / slide)
    for (let k = near - Math.ceil(size / slide) - 2; k <= near + 2; k++) {
      const start = offset + k * slide
      if (start <= time && time < start + size) found.push({ start, end: start + size })
    }
    return found
  }
}

/** Windows that begin every `maxSize` and grow by `step`, by trying all. */
export function cumulateWindowsOf(maxSize: number, step: number, offset: number): (time: number) => Window[] {
  return time => {
    const start = offset + Math.floor((time - offset) / maxSize) * maxSize
    const found: Window[] = []
    for (let end = start + step; end <= start + maxSize; end += step) if (time < end) found.push({ start, end })
    return found
  }
}
