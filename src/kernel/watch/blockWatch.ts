import type { WatchReport } from '../../protocol/interrupt.ts'

/** A main thread that has not got to its messages for so long is reported, and while that lasts again after each second. */
const BLOCKED_AFTER_MS = 2_000
const REPEAT_MS = 1_000

/** Says when the main thread does not get to its messages, and when it does again. Runs in a worker. */
export class BlockWatch {
  private sent: { readonly ping: number; readonly at: number } | undefined
  private reportedAt: number | undefined

  /**
   * @param sendPing sends the main thread a message that it answers, and returns its number
   * @param isAnswered whether that one, or a later one, has been answered
   */
  constructor(
    private readonly sendPing: () => number,
    private readonly isAnswered: (ping: number) => boolean,
    private readonly report: (report: WatchReport) => void,
  ) {}

  /** To be called a few times a second, with the time. */
  look(now: number): void {
    if (!this.sent || this.isAnswered(this.sent.ping)) {
      if (this.reportedAt !== undefined) this.report({ report: 'blocked', ms: 0 })
      this.reportedAt = undefined
      this.sent = { ping: this.sendPing(), at: now }
      return
    }
    const ms = now - this.sent.at
    if (ms < BLOCKED_AFTER_MS || now - (this.reportedAt ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return
    this.reportedAt = now
    this.report({ report: 'blocked', ms })
  }
}
