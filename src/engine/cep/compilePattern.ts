import { FlinknbError } from '../../base/errors.ts'
import { always, and, type Condition, not } from './condition.ts'
import { type Contiguity, isNegative, type PatternNode, patternsOf } from './patternNode.ts'
import { addEdge, type GraphState, leaveTo, type StateGraph, type StateKind } from './stateGraph.ts'

const FINAL = '$endState$'
const GROUP = '$group$'

/**
 * Compiles a pattern sequence to the automaton that Flink's `NFACompiler` gives it, so that matches and their order are
 * Flink's. Works from the last pattern to the first, since a state points to what follows it.
 *
 * @throws FlinknbError `INVALID_OPTION` for a sequence that Flink refuses too
 */
export function compilePattern(last: PatternNode): StateGraph {
  checkNames(last)
  const windowMs = smallestWindow(last)
  if (last.contiguity === 'notFollow' && windowMs === undefined && last.withinPreviousMs === undefined) {
    throw new FlinknbError(
      'INVALID_OPTION',
      `Pattern: it ends with notFollowedBy('${last.name}') and has no end in time.`,
      {
        fix: `Add within(…), such as .within('10s'): the pattern matches when that time has passed without the event.`,
      },
    )
  }
  return new PatternCompiler(windowMs).compile(last)
}

class PatternCompiler {
  private readonly states: GraphState[] = []
  private readonly stops = new Map<string, GraphState>()
  /** Of a state that follows a greedy loop with an end: its form from before it learnt to give way to the loop. */
  private readonly ungreedy = new Map<GraphState, GraphState>()
  /** Whether a group is being compiled as the first round of its loop. */
  private readonly firstRound = new Map<PatternNode, boolean>()
  private group: PatternNode | undefined
  private following: PatternNode | undefined

  constructor(private readonly windowMs: number | undefined) {}

  compile(last: PatternNode): StateGraph {
    const final = this.newState(FINAL, 'final')
    const start = this.sequence(last, final)
    start.kind = 'start'
    for (const state of this.states) {
      checkWindow(state, this.windowMs)
      checkEnds(state, state, new Set())
    }
    const patternNames = [...patternsOf(last)].filter(pattern => !isNegative(pattern)).map(nameOf)
    return { states: this.states, start, patternNames, windowMs: this.windowMs }
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
    const state = this.takingState(pattern)
    const condition = this.takeCondition(pattern)
    // at the very end the event after must be seen before the match is complete
    addEdge(state, sink.kind === 'final' ? 'ignore' : 'proceed', sink, not(condition))
    addEdge(state, 'proceed', this.stopState(pattern, condition), condition)
    return state
  }

  /** In mid-sequence it becomes stop edges of its neighbours; at the end it waits for its time to pass. */
  private notFollow(pattern: PatternNode, sink: GraphState): GraphState {
    const timed = this.windowMs !== undefined || pattern.withinPreviousMs !== undefined
    if (!timed || sink.kind !== 'final') return sink
    const state = this.takingState(pattern, 'pending')
    const condition = this.takeCondition(pattern)
    addEdge(state, 'proceed', this.stopState(pattern, condition), condition)
    addEdge(state, 'ignore', state, not(condition))
    return state
  }

  private stopState(pattern: PatternNode, condition: Condition): GraphState {
    const name = nameOf(pattern)
    let stop = this.stops.get(name)
    if (!stop) {
      stop = this.newState(name, 'stop')
      addEdge(stop, 'take', stop, condition)
      this.stops.set(name, stop)
    }
    return stop
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
      const condition = this.takeCondition(negative)
      addEdge(state, 'proceed', this.stopState(negative, condition), condition)
    }
  }

  /** Between the events of a loop the notFollowedBy after it is in force already. */
  private addStopsToLoop(state: GraphState): void {
    const { following } = this
    if (following?.contiguity !== 'notFollow') return
    const condition = this.takeCondition(following)
    addEdge(state, 'proceed', this.stopState(following, condition), condition)
  }

  /**
   * Once an optional pattern has taken an event, the notFollowedBy before it has been survived: what follows is entered
   * through a copy without its stop edges. (In `a, not b, c?, d` the events `a c b d` match, and `a b d` do not.)
   */
  private withoutNots(pattern: PatternNode, state: GraphState): GraphState {
    const nots = this.notsBefore(pattern).map(nameOf)
    if (nots.length === 0 || !pattern.optional) return state
    const copy = this.newState(state.pattern, state.kind)
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
      return this.once(pattern, sink, sink, this.takeCondition(pattern), this.ignoreCondition(pattern), optional)
    }
    if (pattern.quantifier === 'times') return this.times(pattern, sink, sink)
    this.setFirstRound(pattern, false)
    const loop = this.loop(pattern, this.withoutNots(pattern, sink))
    this.setFirstRound(pattern, true)
    return this.times(pattern, loop, sink)
  }

  /** `from` to `to` events one after the other, then `sink`; `skip` is where it goes on when no more come. */
  private times(pattern: PatternNode, sink: GraphState, skip: GraphState): GraphState {
    this.setFirstRound(pattern, false)
    const { until, from, to } = pattern
    const ignore = extended(this.innerIgnoreCondition(pattern), until)
    const take = takeUnless(this.takeCondition(pattern), until)
    if (pattern.greedy && from !== to) {
      if (until) this.ungreedy.set(sink, this.copy(sink))
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
    this.setFirstRound(pattern, true)
    return this.once(pattern, state, skip, take, this.ignoreCondition(pattern), pattern.optional)
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
    const state = this.takingState(pattern)
    const next = this.withoutNots(pattern, sink)
    addEdge(state, 'take', next, take)
    if (optional) this.addSkip(pattern, state, skip)
    if (ignore) {
      // once an event has been passed by, skipping the pattern is no longer open: it was tried at that event
      const waiting = optional || this.isHeadOfOptionalGroup(pattern) ? this.newState(nameOf(pattern), 'normal') : state
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
    const proceed = this.proceedCondition()
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
    const ignore = extended(this.innerIgnoreCondition(pattern), until)
    const take = takeUnless(this.takeCondition(pattern), until)
    const state = this.takingState(pattern)
    if (pattern.greedy && until) this.ungreedy.set(sink, this.copy(sink))
    this.addSkip(pattern, state, sink)
    if (pattern.greedy) leaveTo(sink, this.takeCondition(pattern))
    addEdge(state, 'take', state, take)
    this.addStopsToLoop(state)
    if (ignore) {
      const waiting = this.newState(nameOf(pattern), 'normal')
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
    const proceed = this.proceedCondition()
    const first = this.inside(group, () => this.sequence(last, sink))
    if (optional) addEdge(first, 'proceed', skip, proceed)
    return first
  }

  private groupLoop(group: PatternNode, last: PatternNode, sink: GraphState): GraphState {
    const proceed = this.proceedCondition()
    const again = this.takingState(group)
    const first = this.inside(group, () => this.sequence(last, again))
    addEdge(first, 'proceed', sink, proceed)
    addEdge(again, 'proceed', first, proceed)
    return first
  }

  private inside(group: PatternNode, compile: () => GraphState): GraphState {
    const { group: outer, following } = this
    this.group = group
    const first = compile()
    this.group = outer
    this.following = following
    return first
  }

  private setFirstRound(pattern: PatternNode, first: boolean): void {
    if (pattern.group) this.firstRound.set(pattern, first)
  }

  private isFirstRound(group: PatternNode): boolean {
    return this.firstRound.get(group) ?? true
  }

  /** The group whose first pattern this is. */
  private headed(pattern: PatternNode): PatternNode | undefined {
    return pattern.previous ? undefined : this.group
  }

  private isHeadOfOptionalGroup(pattern: PatternNode): boolean {
    const group = this.headed(pattern)
    return group?.optional === true && this.isFirstRound(group)
  }

  // ------------------------------------------------------------------ conditions

  private takeCondition(pattern: PatternNode): Condition {
    return takeUnless(pattern.condition ?? always, this.group?.until)
  }

  private proceedCondition(): Condition {
    return takeUnless(always, this.group?.until)
  }

  /** Which events may stand before the pattern's first; undefined for none. */
  private ignoreCondition(pattern: PatternNode): Condition | undefined {
    const group = this.headed(pattern)
    const { contiguity, innerContiguity } = group ?? pattern
    const own = group && !this.isFirstRound(group) ? innerContiguity : contiguity
    return extended(ignoring(own, pattern), this.group?.until)
  }

  /** Which events may stand between those of a loop; undefined for none. */
  private innerIgnoreCondition(pattern: PatternNode): Condition | undefined {
    const { innerContiguity } = this.headed(pattern) ?? pattern
    return extended(ignoring(innerContiguity, pattern), this.group?.until)
  }

  // ------------------------------------------------------------------ states

  /** A state that waits for an event of the pattern, and no longer than the pattern allows. */
  private takingState(pattern: PatternNode, kind: StateKind = 'normal'): GraphState {
    const name = nameOf(pattern)
    const repeated = this.states.some(state => state.pattern === name)
    const looped = pattern.quantifier !== 'one'
    const windowMs = looped ? (repeated ? pattern.loopWindowMs : undefined) : pattern.withinPreviousMs
    return this.newState(name, kind, windowMs)
  }

  private newState(pattern: string, kind: StateKind, windowMs?: number | undefined): GraphState {
    const state: GraphState = { index: this.states.length, pattern, kind, edges: [], windowMs }
    this.states.push(state)
    return state
  }

  private copy(state: GraphState): GraphState {
    const copy = this.newState(state.pattern, state.kind)
    for (const { action, source, target, condition } of state.edges) {
      addEdge(copy, action, target === source ? copy : target, condition)
    }
    return copy
  }
}

function ignoring(contiguity: Contiguity, pattern: PatternNode): Condition | undefined {
  if (contiguity === 'relaxed') return not(pattern.condition ?? always)
  return contiguity === 'nonDeterministic' ? always : undefined
}

function extended(condition: Condition | undefined, until: Condition | undefined): Condition | undefined {
  return condition && until ? and(not(until), condition) : condition
}

function takeUnless(condition: Condition, until: Condition | undefined): Condition {
  return until ? and(not(until), condition) : condition
}

function nameOf(pattern: PatternNode): string {
  return pattern.name ?? GROUP
}

function smallestWindow(last: PatternNode): number | undefined {
  let smallest: number | undefined
  for (let pattern: PatternNode | undefined = last; pattern; pattern = pattern.previous) {
    const { withinMs, group } = pattern
    for (const ms of [withinMs, group && smallestWindow(group)]) {
      if (ms !== undefined && ms < (smallest ?? Number.POSITIVE_INFINITY)) smallest = ms
    }
  }
  return smallest
}

function checkWindow({ pattern, windowMs }: GraphState, whole: number | undefined): void {
  if (whole === undefined || windowMs === undefined || windowMs <= whole) return
  throw new FlinknbError(
    'INVALID_OPTION',
    `Pattern: '${pattern}' may come ${windowMs} ms after the event before, and all events must lie within ${whole} ms.`,
    { fix: 'Make the time between two events the shorter one.' },
  )
}

/** A loop over a group that can do without any event would go round for ever at a single event. */
function checkEnds(from: GraphState, state: GraphState, seen: Set<GraphState>): void {
  for (const { action, target } of state.edges) {
    if (action !== 'proceed') continue
    if (target === from) {
      throw new FlinknbError('INVALID_OPTION', 'Pattern: a loop goes over a group of patterns that are all optional.', {
        fix: 'Let one pattern of the group take at least one event, and make the loop optional instead.',
      })
    }
    if (seen.has(target)) continue
    seen.add(target)
    checkEnds(from, target, seen)
  }
}

function checkNames(last: PatternNode): void {
  const seen = new Set<string>([FINAL])
  for (const pattern of patternsOf(last)) {
    const name = nameOf(pattern)
    if (seen.has(name)) {
      throw new FlinknbError('INVALID_OPTION', `Pattern: the name '${name}' stands twice.`, {
        fix: 'Give each pattern of a sequence a name of its own.',
      })
    }
    seen.add(name)
  }
  const wanted = last.skip.patternName
  if (wanted !== undefined && !seen.has(wanted)) {
    throw new FlinknbError(
      'INVALID_OPTION',
      `AfterMatchSkipStrategy.${last.skip.kind}: there is no pattern '${wanted}'.`,
      {
        fix: `The patterns: ${[...seen].slice(1).join(', ')}.`,
      },
    )
  }
}
