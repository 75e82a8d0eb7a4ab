import type { OperatorNode } from './operatorNode.ts'

/** Operators that have something to do although no record has come: results that arrived from outside. */
export class WorkRequests {
  private readonly waiting = new Set<OperatorNode>()

  /** @param wake is called when there is work */
  constructor(private readonly wake: () => void) {}

  request(node: OperatorNode): void {
    this.waiting.add(node)
    this.wake()
  }

  /** Lets each of them work, between two polls. Returns whether there were any. */
  run(): boolean {
    if (this.waiting.size === 0) return false
    const nodes = [...this.waiting]
    this.waiting.clear()
    for (const node of nodes) node.onWork()
    return true
  }
}
