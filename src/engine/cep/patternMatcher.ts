import { FlinknbError } from '../../base/errors.ts'
import type { AfterMatchSkip } from './afterMatchSkipStrategy.ts'
import { always, type ConditionContext } from './condition.ts'
import { type MatchNode, MatchQueue, type PartialMatch } from './partialMatch.ts'
import type { Edge, GraphState, StateGraph } from './stateGraph.ts'

/** Events of a match by pattern; a pattern that took none has an empty list. */
export type Match = Record<string, unknown[]>

/** Where the matches of one key stand. */
export interface MatcherState {
  partial: MatchQueue
  /** Complete, but kept back while a match that began earlier may still turn out to skip them. */
  completed: MatchQueue
  nextId: number
}

/** A partial match whose time ran out, and when it did. */
export interface TimedOutMatch {
  readonly match: Match
  readonly time: number
}

/**
 * Runs the automaton of a pattern over the events of a key, in order of time (Flink's `NFA`; after Agrawal and others,
 * "Efficient Pattern Matching over Event Streams", SIGMOD 2008). What a match has in common with others is shared, and
 * is freed with the last match that holds it; `within` bounds how long that is. Without it, partial matches stay until
 * they match or are stopped, as in Flink.
 */
export class PatternMatcher {
  /** The pattern whose condition is being asked: for errors. */
  asking = ''
  /** The match of every key that is yet to begin. */
  readonly starting: PartialMatch
  private readonly edges: Edge[] = []
  private readonly toVisit: GraphState[] = []
  private readonly next: PartialMatch[] = []
  private subject: PartialMatch
  private subjectMatch: Match | undefined
  private time = 0
  private readonly context: ConditionContext<Record<string, unknown>>

  constructor(
    private readonly graph: StateGraph,
    private readonly skip: AfterMatchSkip,
    processingTime: () => number,
  ) {
    this.starting = {
      state: graph.start,
      last: undefined,
      startId: Number.POSITIVE_INFINITY,
      startTime: Number.NaN,
      previousTime: Number.NaN,
    }
    this.subject = this.starting
    const matcher = this
    this.context = {
      getEventsForPattern: name => matcher.eventsSoFar(name),
      get timestamp() {
        return matcher.time
      },
      currentProcessingTime: processingTime,
    }
  }

  begin(): MatcherState {
    return { partial: new MatchQueue([this.starting]), completed: new MatchQueue(), nextId: 0 }
  }

  /** Whether forgetting the state changes nothing. */
  isIdle({ partial, completed }: MatcherState): boolean {
    return partial.size === 1 && completed.size === 0
  }

  /**
   * The next event of a key.
   *
   * @param due is told when time limits that came into force with the event will run out
   * @returns the matches it completed, in Flink's order
   */
  process(state: MatcherState, event: unknown, time: number, due: (time: number) => void): Match[] {
    this.time = time
    const id = state.nextId++
    const { items } = state.partial
    if (items.length === 1 && items[0] === this.starting && !this.mayBegin(event)) return NO_MATCHES
    /** What becomes of the matches; undefined as long as the event has changed none. */
    let partial: MatchQueue | undefined
    let complete: MatchQueue | undefined
    for (let i = 0; i < items.length; i++) {
      const match = items[i] as PartialMatch
      const goesOn = this.advance(match, event, id)
      const { next: outcome } = this
      if (partial === undefined) {
        if (goesOn && outcome.length === 1 && outcome[0] === match) continue
        partial = new MatchQueue(items.slice(0, i)) // the beginning of a heap is a heap
      }
      for (const next of outcome) {
        if (next.state.kind === 'final') {
          complete ??= new MatchQueue()
          complete.add(next)
        } else if (goesOn) {
          partial.add(next)
          if (next !== match) this.announce(next, match, due)
        }
      }
    }
    if (partial === undefined) return NO_MATCHES
    state.partial = partial
    return this.finish(state, complete)
  }

  /**
   * Time has reached `time`: gives up what is too old, and completes what waited for that.
   *
   * @param timedOut receives what was given up
   * @returns the matches completed by it
   */
  advanceTime(state: MatcherState, time: number, timedOut: TimedOutMatch[] | undefined): Match[] {
    const { items } = state.partial
    if (!items.some(match => deadline(match, this.graph) <= time)) return NO_MATCHES
    const partial = new MatchQueue()
    const complete = new MatchQueue()
    for (const match of items) {
      const end = deadline(match, this.graph)
      if (end > time) partial.add(match)
      else if (match.state.kind === 'pending') complete.add(match)
      else timedOut?.push({ match: this.materialize(match), time: end })
    }
    state.partial = partial
    return this.finish(state, complete)
  }

  // ------------------------------------------------------------------ transitions

  /** The usual case made short: nothing has begun, and this event begins nothing. */
  private mayBegin(event: unknown): boolean {
    this.decide(this.starting, event)
    return this.edges.some(edge => edge.action === 'take')
  }

  /** Puts into `next` what becomes of a match at an event; returns false when a negative pattern ends it. */
  private advance(match: PartialMatch, event: unknown, id: number): boolean {
    this.decide(match, event)
    const { next } = this
    next.length = 0
    let stopped = false
    const begins = match === this.starting
    for (const { action, source, target } of this.edges) {
      if (action === 'ignore') {
        if (begins) continue
        next.push(target === match.state ? match : { ...match, state: target })
      } else {
        const last: MatchNode = { pattern: source.pattern, event, id, previous: match.last }
        const startId = begins ? id : match.startId
        const startTime = begins ? this.time : match.startTime
        const taken = { state: target, last, startId, startTime, previousTime: this.time }
        next.push(taken)
        // a match is complete as soon as what is left of it is optional
        const final = this.finalAfter(target, event)
        if (final) next.push({ ...taken, state: final })
      }
      if (target.kind === 'stop') stopped = true
    }
    if (begins) next.push(match)
    return !stopped
  }

  /** Puts into `edges` the transitions that are open to a match at an event. */
  private decide(match: PartialMatch, event: unknown): void {
    this.subject = match
    this.subjectMatch = undefined
    const { edges, toVisit } = this
    edges.length = 0
    toVisit.push(match.state)
    for (let state = toVisit.pop(); state; state = toVisit.pop()) {
      for (const edge of state.edges) {
        if (!this.holds(edge, event)) continue
        if (edge.action === 'proceed') toVisit.push(edge.target)
        else edges.push(edge)
      }
    }
  }

  private finalAfter(from: GraphState, event: unknown): GraphState | undefined {
    const { toVisit } = this
    toVisit.push(from)
    for (let state = toVisit.pop(); state; state = toVisit.pop()) {
      for (const edge of state.edges) {
        if (edge.action !== 'proceed' || !this.holds(edge, event)) continue
        if (edge.target.kind === 'final') {
          toVisit.length = 0
          return edge.target
        }
        toVisit.push(edge.target)
      }
    }
    return undefined
  }

  private holds({ condition, source }: Edge, event: unknown): boolean {
    if (condition === always) return true
    this.asking = source.pattern
    return condition(event, this.context)
  }

  private eventsSoFar(name: string): readonly never[] {
    if (!this.graph.patternNames.includes(name)) {
      throw new FlinknbError(
        'INVALID_OPTION',
        `getEventsForPattern: there is no pattern '${name}' whose events are kept.`,
        {
          fix: `The patterns: ${this.graph.patternNames.join(', ')}.`,
        },
      )
    }
    this.subjectMatch ??= this.materialize(this.subject)
    return this.subjectMatch[name] as never[]
  }

  /** @param before what the match was, whose time limit has been announced */
  private announce(match: PartialMatch, before: PartialMatch, due: (time: number) => void): void {
    const end = deadline(match, this.graph)
    if (end < Number.POSITIVE_INFINITY && end !== deadline(before, this.graph)) due(end)
  }

  // ------------------------------------------------------------------ matches

  private finish(state: MatcherState, complete: MatchQueue | undefined): Match[] {
    const { partial, completed } = state
    for (const match of complete?.items ?? []) completed.add(match)
    if (completed.size === 0) return NO_MATCHES
    const results: Match[] = []
    for (let match = completed.first; match; match = completed.first) {
      const skips = this.skip.kind !== 'noSkip'
      if (skips && partial.first && match.startId > partial.first.startId) break
      completed.removeFirst()
      if (skips) this.prune(match, partial, completed)
      results.push(this.materialize(match))
    }
    return results
  }

  /** Gives up what the strategy excludes after a match. */
  private prune(match: PartialMatch, partial: MatchQueue, completed: MatchQueue): void {
    const limit = this.firstIdToKeep(match)
    if (limit === undefined) return
    const tooEarly = ({ startId }: PartialMatch) => startId < limit
    partial.removeWhere(tooEarly)
    completed.removeWhere(tooEarly)
  }

  private firstIdToKeep(match: PartialMatch): number | undefined {
    const { kind, patternName, throwsOnMiss } = this.skip
    if (kind === 'skipToNext') return match.startId + 1
    if (kind === 'skipPastLastEvent') return (match.last?.id ?? match.startId) + 1
    let found: number | undefined
    for (let node = match.last; node; node = node.previous) {
      if (node.pattern !== patternName) continue
      found = node.id
      if (kind === 'skipToLast') break
    }
    if (throwsOnMiss && found === undefined) throw new NothingToSkipToError(this.skip, 'the match has no such event')
    if (throwsOnMiss && found === match.startId) throw new NothingToSkipToError(this.skip, 'it is the first event')
    return found
  }

  private materialize(match: PartialMatch): Match {
    const result: Match = {}
    for (const name of this.graph.patternNames) result[name] = []
    for (let node = match.last; node; node = node.previous) result[node.pattern]?.push(node.event)
    for (const name of this.graph.patternNames) result[name]?.reverse()
    return result
  }
}

/** When a partial match must have gone on; Infinity for one without a limit. */
function deadline({ state, startTime, previousTime, last }: PartialMatch, { windowMs }: StateGraph): number {
  if (!last) return Number.POSITIVE_INFINITY
  const whole = windowMs === undefined ? Number.POSITIVE_INFINITY : startTime + windowMs
  return state.windowMs === undefined ? whole : Math.min(whole, previousTime + state.windowMs)
}

const NO_MATCHES: Match[] = []

class NothingToSkipToError extends FlinknbError {
  constructor({ kind, patternName }: AfterMatchSkip, why: string) {
    super('USER_CODE', `AfterMatchSkipStrategy.${kind}('${patternName}'): cannot skip there, ${why}.`, {
      fix: 'Without throwExceptionOnMiss() such a match skips nothing.',
    })
  }
}
