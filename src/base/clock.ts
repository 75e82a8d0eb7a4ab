/** Stops a timer that has not fired; harmless afterwards. */
export type CancelTimer = () => void

/** Time as the engine sees it. It is passed in, so that a run can be repeated exactly. */
export interface Clock {
  /** Epoch milliseconds: processing time. */
  now(): number
  /** Milliseconds since some start, with fractions; only differences mean something. */
  monotonic(): number
  /** Calls `callback` once, `delayMs` from now or soon after. */
  schedule(delayMs: number, callback: () => void): CancelTimer
  /** Lets everything else that waits for the thread run first. */
  yield(): Promise<void>
}

/** A clock that moves only when told to; for tests and replays. */
export class ManualClock implements Clock {
  private timers: { at: number; order: number; callback: () => void }[] = []
  private order = 0

  constructor(private time = 0) {}

  now(): number {
    return this.time
  }

  monotonic(): number {
    return this.time
  }

  schedule(delayMs: number, callback: () => void): CancelTimer {
    const timer = { at: this.time + Math.max(0, delayMs), order: this.order++, callback }
    this.timers.push(timer)
    return () => {
      this.timers = this.timers.filter(other => other !== timer)
    }
  }

  async yield(): Promise<void> {}

  /** Moves the time forward by `ms`, firing what falls due in order of time, then of scheduling. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms
    for (;;) {
      const due = this.timers.filter(t => t.at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0]
      if (!due) break
      this.timers = this.timers.filter(other => other !== due)
      this.time = Math.max(this.time, due.at)
      due.callback()
      await settle()
    }
    this.time = end
    await settle()
  }
}

/** Lets chains of already resolved promises run to their end. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}
