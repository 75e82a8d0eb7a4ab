import type { Condition } from './condition.ts'
import { nameOf, type PatternNode } from './patternNode.ts'
import { addEdge, type GraphState, type StateKind } from './stateGraph.ts'

/** Makes the states of an automaton; what it has made, it numbers and keeps. */
export class StateGraphBuilder {
  readonly states: GraphState[] = []
  private readonly stops = new Map<string, GraphState>()

  /** A state that waits for an event of the pattern, and no longer than the pattern allows. */
  takingState(pattern: PatternNode, kind: StateKind = 'normal'): GraphState {
    const name = nameOf(pattern)
    const repeated = this.states.some(state => state.pattern === name)
    const looped = pattern.quantifier !== 'one'
    const windowMs = looped ? (repeated ? pattern.loopWindowMs : undefined) : pattern.withinPreviousMs
    return this.newState(name, kind, windowMs)
  }

  newState(pattern: string, kind: StateKind, windowMs?: number | undefined): GraphState {
    const state: GraphState = { index: this.states.length, pattern, kind, edges: [], windowMs }
    this.states.push(state)
    return state
  }

  copy(state: GraphState): GraphState {
    const copy = this.newState(state.pattern, state.kind)
    for (const { action, source, target, condition } of state.edges) {
      addEdge(copy, action, target === source ? copy : target, condition)
    }
    return copy
  }

  /** The state that ends a match because of a negative pattern; one for each. */
  stopState(pattern: PatternNode, condition: Condition): GraphState {
    const name = nameOf(pattern)
    let stop = this.stops.get(name)
    if (!stop) {
      stop = this.newState(name, 'stop')
      addEdge(stop, 'take', stop, condition)
      this.stops.set(name, stop)
    }
    return stop
  }
}
