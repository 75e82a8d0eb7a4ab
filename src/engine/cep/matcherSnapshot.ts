import { type MatchNode, MatchQueue, type PartialMatch } from './partialMatch.ts'
import type { MatcherState } from './patternMatcher.ts'
import type { StateGraph } from './stateGraph.ts'

/** The state of a key as plain data: nodes and states by their place. */
export interface MatcherSnapshot {
  readonly partial: readonly MatchSnapshot[]
  readonly completed: readonly MatchSnapshot[]
  readonly nextId: number
}

/** [state, newest node or −1, startId, startTime, previousTime] */
type MatchSnapshot = readonly [number, number, number, number, number]

/** [pattern, event, id, node before or −1] */
export type NodeSnapshot = readonly [string, unknown, number, number]

/** Lays the nodes that matches share out in one list, each once, those before first. */
export class MatcherWriter {
  readonly nodes: NodeSnapshot[] = []
  private readonly places = new Map<MatchNode, number>()

  write({ partial, completed, nextId }: MatcherState): MatcherSnapshot {
    return { partial: this.matches(partial), completed: this.matches(completed), nextId }
  }

  private matches(queue: MatchQueue): MatchSnapshot[] {
    return queue.items.map(({ state, last, startId, startTime, previousTime }) => [
      state.index,
      last ? this.place(last) : -1,
      startId,
      startTime,
      previousTime,
    ])
  }

  private place(last: MatchNode): number {
    const missing: MatchNode[] = []
    for (let node: MatchNode | undefined = last; node && !this.places.has(node); node = node.previous)
      missing.push(node)
    for (let node = missing.pop(); node; node = missing.pop()) {
      const previous = node.previous ? (this.places.get(node.previous) as number) : -1
      this.places.set(node, this.nodes.length)
      this.nodes.push([node.pattern, node.event, node.id, previous])
    }
    return this.places.get(last) as number
  }
}

/** Reads what {@link MatcherWriter} wrote. */
export class MatcherReader {
  private readonly nodes: MatchNode[] = []

  constructor(
    nodes: readonly NodeSnapshot[],
    private readonly graph: StateGraph,
    private readonly starting: PartialMatch,
  ) {
    for (const [pattern, event, id, previous] of nodes) {
      this.nodes.push({ pattern, event, id, previous: this.nodes[previous] })
    }
  }

  read({ partial, completed, nextId }: MatcherSnapshot): MatcherState {
    return { partial: this.matches(partial), completed: this.matches(completed), nextId }
  }

  private matches(matches: readonly MatchSnapshot[]): MatchQueue {
    return new MatchQueue(
      matches.map(([state, last, startId, startTime, previousTime]) => {
        const found = this.graph.states[state]
        if (last < 0 || !found) return this.starting
        return { state: found, last: this.nodes[last], startId, startTime, previousTime }
      }),
    )
  }
}
