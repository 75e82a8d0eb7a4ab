import { and, type Condition, not } from './condition.ts'
import { nameOf, type PatternNode } from './patternNode.ts'
import { PatternScope, unless } from './patternScope.ts'
import { addEdge, FINAL, type GraphState, leaveTo } from './stateGraph.ts'
import { StateGraphBuilder } from './stateGraphBuilder.ts'

/**
 * Turns the patterns of a sequence into states and edges as Flink's `NFACompiler` does. Works from the last pattern to the
 * first, since a state points to what follows it. Good for one sequence.
 */
export class PatternCompiler {
  private readonly graph = new StateGraphBuilder()
  private readonly scope = new PatternScope()
  /** Of a state that follows a greedy loop with an end: its form from before it learnt to give way to the loop. */
  private readonly ungreedy = new Map<GraphState, GraphState>()
  /** The pattern after the one that is being compiled. */
  private following: PatternNode | undefined

  constructor(private readonly windowMs: number | undefined) {}

  compile(last: PatternNode): { readonly states: readonly GraphState[]; readonly start: GraphState } {
    const final = this.graph.newState(FINAL, 'final')
    const start = this.sequence(last, final)
    start.kind = 'start'
    return { states: this.graph.states, start }
  }

  /** The states of a whole sequence that leads to `sink`; returns the first. */
  private sequence(last: PatternNode, sink: GraphState): GraphState {
    let state = sink
    let pattern = last
    for (; pattern.previous; pattern = pattern.previous) {
      if (pattern.contiguity === 'notNext') state = this.notNext(pattern, state)
      else if (pattern.contiguity === 'notFollow') state = this.notFollow(pattern, state)
      else state = this.positive(pattern, state)
      this.following = pattern
    }
    return this.positive(pattern, state)
  }

  // ------------------------------------------------------------------ negative patterns

  private notNext(pattern: PatternNode, sink: GraphState): GraphState {
    const state = this.graph.takingState(pattern)
    const condition = this.scope.takeCondition(pattern)
    // at the very end the event after must be seen before the match is complete
    addEdge(state, sink.kind === 'final' ? 'ignore' : 'proceed', sink, not(condition))
    addEdge(state, 'proceed', this.graph.stopState(pattern, condition), condition)
    return state
  }

  /** In mid-sequence it becomes stop edges of its neighbours; at the end it waits for its time to pass. */
  private notFollow(pattern: PatternNode, sink: GraphState): GraphState {
    const timed = this.windowMs !== undefined || pattern.withinPreviousMs !== undefined
    if (!timed || sink.kind !== 'final') return sink
    const state = this.graph.takingState(pattern, 'pending')
    const condition = this.scope.takeCondition(pattern)
    addEdge(state, 'proceed', this.graph.stopState(pattern, condition), condition)
    addEdge(state, 'ignore', state, not(condition))
    return state
  }

  /** notFollowedBy patterns that are still in force at `pattern`: right before it, or with optional ones in between. */
  private notsBefore(pattern: PatternNode): PatternNode[] {
    const nots: PatternNode[] = []
    for (let previous = pattern.previous; previous; previous = previous.previous) {
      if (previous.contiguity === 'notFollow') nots.push(previous)
      else if (!previous.optional) break
    }
    return nots
  }

  private addStops(pattern: PatternNode, state: GraphState): void {
    for (const negative of this.notsBefore(pattern)) {
      const condition = this.scope.takeCondition(negative)
      addEdge(state, 'proceed', this.graph.stopState(negative, condition), condition)
    }
  }

  /** Between the events of a loop the notFollowedBy after it is in force already. */
  private addStopsToLoop(state: GraphState): void {
    const { following } = this
    if (following?.contiguity !== 'notFollow') return
    const condition = this.scope.takeCondition(following)
    addEdge(state, 'proceed', this.graph.stopState(following, condition), condition)
  }

  /**
   * Once an optional pattern has taken an event, the notFollowedBy before it has been survived: what follows is entered
   * through a copy without its stop edges. (In `a, not b, c?, d` the events `a c b d` match, and `a b d` do not.)
   */
  private withoutNots(pattern: PatternNode, state: GraphState): GraphState {
    const nots = this.notsBefore(pattern).map(nameOf)
    if (nots.length === 0 || !pattern.optional) return state
    const copy = this.graph.newState(state.pattern, state.kind)
    for (const { action, source, target, condition } of state.edges) {
      if (action !== 'proceed') addEdge(copy, action, target === source ? copy : target, condition)
      else if (target.kind !== 'stop') addEdge(copy, action, this.withoutNots(pattern, target), condition)
      else if (!nots.includes(target.pattern)) addEdge(copy, action, target, condition)
    }
    return copy
  }

  // ------------------------------------------------------------------ positive patterns

  private positive(pattern: PatternNode, sink: GraphState): GraphState {
    const first = this.quantified(pattern, sink)
    this.addStops(pattern, first)
    return first
  }

  private quantified(pattern: PatternNode, sink: GraphState): GraphState {
    if (pattern.quantifier === 'one') {
      const { optional } = pattern
      return this.once(
        pattern,
        sink,
        sink,
        this.scope.takeCondition(pattern),
        this.scope.ignoreCondition(pattern),
        optional,
      )
    }
    if (pattern.quantifier === 'times') return this.times(pattern, sink, sink)
    this.scope.setFirstRound(pattern, false)
    const loop = this.loop(pattern, this.withoutNots(pattern, sink))
    this.scope.setFirstRound(pattern, true)
    return this.times(pattern, loop, sink)
  }

  /** `from` to `to` events one after the other, then `sink`; `skip` is where it goes on when no more come. */
  private times(pattern: PatternNode, sink: GraphState, skip: GraphState): GraphState {
    this.scope.setFirstRound(pattern, false)
    const { until, from, to } = pattern
    const ignore = unless(this.scope.innerIgnoreCondition(pattern), until)
    const take = unless(this.scope.takeCondition(pattern), until)
    if (pattern.greedy && from !== to) {
      if (until) this.ungreedy.set(sink, this.graph.copy(sink))
      leaveTo(sink, take)
    }
    let state = sink
    for (let i = from; i < to; i++) {
      state = this.once(pattern, state, skip, take, ignore, true)
      this.addStopsToLoop(state)
    }
    for (let i = 1; i < from; i++) {
      state = this.once(pattern, state, skip, take, ignore, false)
      this.addStopsToLoop(state)
    }
    this.scope.setFirstRound(pattern, true)
    return this.once(pattern, state, skip, take, this.scope.ignoreCondition(pattern), pattern.optional)
  }

  /** One event, then `sink`; where it is optional, also none, then `skip`. */
  private once(
    pattern: PatternNode,
    sink: GraphState,
    skip: GraphState,
    take: Condition,
    ignore: Condition | undefined,
    optional: boolean,
  ): GraphState {
    if (pattern.group) return this.groupOnce(pattern, pattern.group, sink, skip, optional)
    const state = this.graph.takingState(pattern)
    const next = this.withoutNots(pattern, sink)
    addEdge(state, 'take', next, take)
    if (optional) this.addSkip(pattern, state, skip)
    if (ignore) {
      // once an event has been passed by, skipping the pattern is no longer open: it was tried at that event
      const waiting =
        optional || this.scope.isHeadOfOptionalGroup(pattern) ? this.graph.newState(nameOf(pattern), 'normal') : state
      if (waiting !== state) {
        addEdge(waiting, 'take', next, take)
        addEdge(waiting, 'ignore', waiting, ignore)
        this.addStops(pattern, waiting)
      }
      addEdge(state, 'ignore', waiting, ignore)
    }
    return state
  }

  private addSkip({ greedy, until }: PatternNode, state: GraphState, skip: GraphState): void {
    const proceed = this.scope.proceedCondition()
    if (!greedy || !until) {
      addEdge(state, 'proceed', skip, proceed)
      return
    }
    addEdge(state, 'proceed', this.ungreedy.get(skip) ?? skip, and(proceed, until))
    addEdge(state, 'proceed', skip, and(proceed, not(until)))
  }

  /** A state that takes events again and again and may go on to `sink` at each. */
  private loop(pattern: PatternNode, sink: GraphState): GraphState {
    if (pattern.group) return this.groupLoop(pattern, pattern.group, sink)
    const { until } = pattern
    const ignore = unless(this.scope.innerIgnoreCondition(pattern), until)
    const take = unless(this.scope.takeCondition(pattern), until)
    const state = this.graph.takingState(pattern)
    if (pattern.greedy && until) this.ungreedy.set(sink, this.graph.copy(sink))
    this.addSkip(pattern, state, sink)
    if (pattern.greedy) leaveTo(sink, this.scope.takeCondition(pattern))
    addEdge(state, 'take', state, take)
    this.addStopsToLoop(state)
    if (ignore) {
      const waiting = this.graph.newState(nameOf(pattern), 'normal')
      addEdge(waiting, 'take', state, take)
      addEdge(waiting, 'ignore', waiting, ignore)
      addEdge(state, 'ignore', waiting, ignore)
      this.addStopsToLoop(waiting)
    }
    return state
  }

  // ------------------------------------------------------------------ groups

  private groupOnce(
    group: PatternNode,
    last: PatternNode,
    sink: GraphState,
    skip: GraphState,
    optional: boolean,
  ): GraphState {
    const proceed = this.scope.proceedCondition()
    const first = this.inside(group, () => this.sequence(last, sink))
    if (optional) addEdge(first, 'proceed', skip, proceed)
    return first
  }

  private groupLoop(group: PatternNode, last: PatternNode, sink: GraphState): GraphState {
    const proceed = this.scope.proceedCondition()
    const again = this.graph.takingState(group)
    const first = this.inside(group, () => this.sequence(last, again))
    addEdge(first, 'proceed', sink, proceed)
    addEdge(again, 'proceed', first, proceed)
    return first
  }

  private inside(group: PatternNode, compile: () => GraphState): GraphState {
    const { following } = this
    const first = this.scope.inside(group, compile)
    this.following = following
    return first
  }
}
