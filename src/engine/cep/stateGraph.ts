import { and, type Condition, not } from './condition.ts'

/** Name of the state that every match ends in; no pattern can have it. */
export const FINAL = '$endState$'

/** A transition. `take` consumes the event, `ignore` passes it by, `proceed` lets the next state judge the same event. */
export interface Edge {
  readonly action: 'take' | 'ignore' | 'proceed'
  readonly source: GraphState
  readonly target: GraphState
  condition: Condition
}

/** `pending` waits for its time to run out, `stop` ends a partial match because of a negative pattern. */
export type StateKind = 'normal' | 'start' | 'final' | 'stop' | 'pending'

/** A state of the automaton that a pattern sequence compiles to. Refers to others by their place in {@link StateGraph}. */
export interface GraphState {
  readonly index: number
  /** Name of the pattern it belongs to. */
  readonly pattern: string
  kind: StateKind
  readonly edges: Edge[]
  /** Longest time since the event before. */
  readonly windowMs: number | undefined
}

/** What a pattern sequence compiles to; fixed from then on and shared by every key. */
export interface StateGraph {
  readonly states: readonly GraphState[]
  readonly start: GraphState
  /** Names of the patterns whose events a match holds, first to last. */
  readonly patternNames: readonly string[]
  /** Longest time from the first event of a match to its last. */
  readonly windowMs: number | undefined
}

export function addEdge(source: GraphState, action: Edge['action'], target: GraphState, condition: Condition): void {
  source.edges.push({ action, source, target, condition })
}

/** From now on nothing leaves `state` with an event that `condition` holds for: a greedy loop before it goes first. */
export function leaveTo(state: GraphState, condition: Condition): void {
  for (const edge of state.edges) edge.condition = and(edge.condition, not(condition))
}
