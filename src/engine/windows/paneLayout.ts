import type { CumulateWindows } from './cumulateWindows.ts'
import { type TimeWindow, type TimeWindows, windowStart } from './windowAssigners.ts'

/**
 * How windows that overlap are made of panes: spans of time that no window cuts. Panes stand in blocks as long as the
 * largest window, so that a window is either the beginning of one block, or the end of one and the beginning of the next.
 */
export interface PaneLayout {
  readonly paneMs: number
  readonly blockMs: number
  readonly offsetMs: number
  /** Whether every window is a single pane. */
  readonly singlePanes: boolean
  /** Whether every window is the beginning of a block. */
  readonly growing: boolean
  /** The windows that a pane is part of, in the order in which a late record fires them: as Flink assigns them. */
  windowsOf(paneStart: number): readonly TimeWindow[]
  /** End of the last window that a pane is part of. */
  lastEndOf(paneStart: number): number
  /** Start of the window that ends at `end`. */
  startOf(end: number): number
}

export function paneLayout(windows: TimeWindows | CumulateWindows): PaneLayout {
  return windows.kind === 'timeWindows' ? slidingLayout(windows) : cumulateLayout(windows)
}

function slidingLayout({ sizeMs, slideMs, offsetMs }: TimeWindows): PaneLayout {
  const paneMs = greatestCommonDivisor(sizeMs, slideMs)
  return {
    paneMs,
    blockMs: sizeMs,
    offsetMs,
    singlePanes: paneMs === sizeMs,
    growing: false,
    windowsOf: paneStart => {
      const found: TimeWindow[] = []
      let start = windowStart(paneStart, slideMs, offsetMs)
      for (; start + sizeMs >= paneStart + paneMs; start -= slideMs) found.push({ start, end: start + sizeMs })
      return found
    },
    lastEndOf: paneStart => windowStart(paneStart, slideMs, offsetMs) + sizeMs,
    startOf: end => end - sizeMs,
  }
}

function cumulateLayout({ maxSizeMs, stepMs, offsetMs }: CumulateWindows): PaneLayout {
  const blockOf = (time: number) => windowStart(time, maxSizeMs, offsetMs)
  return {
    paneMs: stepMs,
    blockMs: maxSizeMs,
    offsetMs,
    singlePanes: stepMs === maxSizeMs,
    growing: true,
    windowsOf: paneStart => {
      const found: TimeWindow[] = []
      const start = blockOf(paneStart)
      for (let end = paneStart + stepMs; end <= start + maxSizeMs; end += stepMs) found.push({ start, end })
      return found
    },
    lastEndOf: paneStart => blockOf(paneStart) + maxSizeMs,
    startOf: end => blockOf(end - 1),
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
