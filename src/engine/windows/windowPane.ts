import type { TimestampedValue } from './evictor.ts'
import type { TimeWindow } from './windowAssigners.ts'

/** No record since the window began or was purged. */
export const NO_SLOT = -1

export interface PaneSnapshot<In> {
  readonly key: unknown
  readonly window: TimeWindow
  readonly slot: number
  readonly elements: TimestampedValue<In>[] | undefined
  readonly triggerState: Map<string, unknown> | undefined
}

/** One key's window and what it holds. */
export class WindowPane<In> {
  /** Its accumulator. */
  slot = NO_SLOT
  /** All its records, where there is an evictor. */
  elements: TimestampedValue<In>[] | undefined
  triggerState: Map<string, unknown> | undefined
  /** False once it is dropped, or part of another: timers that are left do nothing. */
  alive = true

  constructor(
    readonly key: unknown,
    readonly window: TimeWindow,
    keepsElements: boolean,
  ) {
    this.elements = keepsElements ? [] : undefined
  }

  static restored<In>({ key, window, slot, elements, triggerState }: PaneSnapshot<In>): WindowPane<In> {
    const pane = new WindowPane<In>(key, window, false)
    return Object.assign(pane, { slot, elements, triggerState })
  }

  snapshot(): PaneSnapshot<In> {
    const { key, window, slot, elements, triggerState } = this
    return { key, window, slot, elements, triggerState }
  }

  is({ start, end }: TimeWindow): boolean {
    return this.window.start === start && this.window.end === end
  }
}

/** Whether windows overlap or follow upon one another (Flink's `TimeWindow.intersects`). */
export function touching(a: TimeWindow, b: TimeWindow): boolean {
  return a.start <= b.end && a.end >= b.start
}

/** The window that covers them all. */
export function unionOf(window: TimeWindow, panes: readonly { readonly window: TimeWindow }[]): TimeWindow {
  let { start, end } = window
  for (const pane of panes) {
    start = Math.min(start, pane.window.start)
    end = Math.max(end, pane.window.end)
  }
  return { start, end }
}
