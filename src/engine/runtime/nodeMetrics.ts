import { NO_WATERMARK } from '../batch.ts'
import type { OperatorMetrics } from '../job.ts'

/** What the runtime counts for one node of the dataflow. */
export class NodeMetrics {
  recordsIn = 0
  recordsOut = 0
  busyMs = 0
  backpressuredMs = 0
  /** Milliseconds in which sources waited because this node had no room. */
  blockingMs = 0
  watermark = NO_WATERMARK
  lateRecords = 0

  constructor(
    readonly id: string,
    readonly name: string,
  ) {}

  snapshot(): OperatorMetrics {
    const { id, name, recordsIn, recordsOut, busyMs, backpressuredMs, watermark, lateRecords } = this
    return { id, name, recordsIn, recordsOut, busyMs, backpressuredMs, watermark, lateRecords }
  }
}

/** Divides the thread's time among nodes that call each other: each gets the time spent in itself. */
export class BusyMeter {
  private active: NodeMetrics | undefined
  private since = 0

  constructor(private readonly monotonic: () => number) {}

  /** Time runs for `node` from now on; give what it returns to {@link leave}. */
  enter(node: NodeMetrics): NodeMetrics | undefined {
    const before = this.active
    this.mark()
    this.active = node
    return before
  }

  leave(before: NodeMetrics | undefined): void {
    this.mark()
    this.active = before
  }

  private mark(): void {
    const now = this.monotonic()
    if (this.active) this.active.busyMs += now - this.since
    this.since = now
  }
}
