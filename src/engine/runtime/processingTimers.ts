import type { CancelTimer, Clock } from '../../base/clock.ts'
import type { OperatorNode } from './operatorNode.ts'

/** When which node wants to be told of processing time. One entry a node: the earliest it asked for. */
export class ProcessingTimers {
  private readonly due = new Map<OperatorNode, number>()
  private cancel: CancelTimer = () => {}

  /** @param wake is called when something may be due */
  constructor(
    private readonly clock: Clock,
    private readonly wake: () => void,
  ) {}

  now(): number {
    return this.clock.now()
  }

  request(time: number, node: OperatorNode): void {
    const before = this.due.get(node)
    if (before === undefined || time < before) this.due.set(node, time)
    this.reschedule()
  }

  /** Calls every node whose time has come. Between batches only. */
  fire(): void {
    const now = this.clock.now()
    for (const [node, time] of [...this.due]) {
      if (time > now) continue
      this.due.delete(node)
      node.onProcessingTime(now)
    }
    this.reschedule()
  }

  close(): void {
    this.cancel()
    this.due.clear()
  }

  private reschedule(): void {
    this.cancel()
    this.cancel = () => {}
    if (this.due.size === 0) return
    const next = Math.min(...this.due.values())
    this.cancel = this.clock.schedule(Math.max(0, next - this.clock.now()), this.wake)
  }
}
