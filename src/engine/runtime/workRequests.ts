import type { OperatorNode } from './operatorNode.ts'

/** Operators that have something to do although no record has come: results from outside, or what a slice had no room for. */
export class WorkRequests {
  private readonly waiting = new Set<OperatorNode>()

  /**
   * @param wake is called when there is work
   * @param units how many pieces of work may be done before asking again; 0 when the slice is over. Without it no slice ends.
   */
  constructor(
    private readonly wake: () => void,
    readonly units: () => number = () => Number.POSITIVE_INFINITY,
  ) {}

  request(node: OperatorNode): void {
    this.waiting.add(node)
    this.wake()
  }

  /** Lets each of them work, between two polls, as long as there is time; at least one. Returns whether there were any. */
  run(): boolean {
    if (this.waiting.size === 0) return false
    // those that ask again meanwhile, and those there is no time for, come after the others
    for (const node of [...this.waiting]) {
      this.waiting.delete(node)
      node.onWork()
      if (this.units() === 0) break
    }
    return true
  }
}
