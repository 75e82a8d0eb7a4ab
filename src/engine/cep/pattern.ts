import { type Duration, durationMs } from '../../base/duration.ts'
import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { type AfterMatchSkip, AfterMatchSkipStrategy } from './afterMatchSkipStrategy.ts'
import { and, type Condition, type ConditionContext, or } from './condition.ts'
import { type Contiguity, isNegative, type PatternNode, singlePattern } from './patternNode.ts'

/** A sequence of patterns over events of type `T`; `M` tells which type of event each named pattern takes. */
export interface PatternSequence<T, M> {
  /** The last pattern, which knows those before it. */
  readonly node: PatternNode
  /** Only types. */
  readonly types?: { readonly event: (event: T) => void; readonly matches: M }
}

/** Where a sequence begins when the type of the events is known already. */
export interface PatternStart<T> {
  begin<N extends string>(name: N, skip?: AfterMatchSkip): Pattern<T, Record<N, T>, N, T>
  begin<G>(group: PatternSequence<T, G>, skip?: AfterMatchSkip): Pattern<T, G, never, never>
}

type With<M, N extends string, E> = { [K in keyof M | N]: K extends N ? E : K extends keyof M ? M[K] : never }
type Refined<M, N extends string, E> = { [K in keyof M]: K extends N ? E : M[K] }
type ClassOf<S> = abstract new (...args: never[]) => S

/**
 * A sequence of patterns to look for (Flink's `Pattern`; "Event Processing (CEP)"). Every call gives a new value; those
 * on quantity and condition are about the pattern that was added last.
 *
 * @example
 * Pattern.begin<Tick>('low').where(t => t.price < 10)
 *   .followedBy('high').where((t, ctx) => t.price > 2 * ctx.getEventsForPattern('low')[0]!.price)
 *   .within('1min')
 */
export class Pattern<T, M, N extends string, C> implements PatternSequence<T, M> {
  declare readonly types?: { readonly event: (event: T) => void; readonly matches: M }

  private constructor(readonly node: PatternNode) {}

  /**
   * The first pattern of a sequence, or a group of them.
   *
   * @param skip which partial matches a match ends; none by default
   */
  static begin<T, N extends string = string>(name: N, skip?: AfterMatchSkip): Pattern<T, Record<N, T>, N, T>
  static begin<T, G>(group: PatternSequence<T, G>, skip?: AfterMatchSkip): Pattern<T, G, never, never>
  static begin(first: string | PatternSequence<unknown, unknown>, skip = AfterMatchSkipStrategy.noSkip()): AnyPattern {
    if (typeof skip?.kind !== 'string') {
      throw new FlinknbError('INVALID_OPTION', `Pattern.begin: ${show(skip)} is no AfterMatchSkipStrategy.`, {
        fix: 'Write for example AfterMatchSkipStrategy.skipPastLastEvent().',
      })
    }
    return new Pattern(newNode('begin', first, 'strict', undefined, skip))
  }

  /** For a sequence whose names are all to be known to the compiler: `Pattern.of<Tick>().begin('a').next('b')`. */
  static of<T>(): PatternStart<T> {
    return Pattern as PatternStart<T>
  }

  // ------------------------------------------------------------------ conditions

  /** Takes only events for which the condition holds; several calls must all hold. */
  where<S extends C>(
    condition: (event: C, context: ConditionContext<M>) => event is S,
  ): Pattern<T, Refined<M, N, S>, N, S>
  where(condition: (event: C, context: ConditionContext<M>) => boolean): this
  where(condition: (event: C, context: ConditionContext<M>) => boolean): AnyPattern {
    const added = this.conditionOf('where', condition)
    const { condition: before } = this.node
    return this.with({ condition: before ? and(before, added) : added })
  }

  /** Takes also events for which this condition holds, whatever the ones before say. */
  or(condition: (event: C, context: ConditionContext<M>) => boolean): this {
    const added = this.conditionOf('or', condition)
    const { condition: before } = this.node
    return this.with({ condition: before ? or(before, added) : added })
  }

  /** Takes only instances of a class. */
  subtype<S extends C>(type: ClassOf<S>): Pattern<T, Refined<M, N, S>, N, S> {
    if (typeof type !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `subtype: ${show(type)} is no class.`, {
        fix: 'For a type that is not a class give where(…) a type guard.',
      })
    }
    return this.where((event: C): event is S => event instanceof type)
  }

  /** A loop takes no more events once the condition has held for one. */
  until(condition: (event: C, context: ConditionContext<M>) => boolean): this {
    const { node } = this
    if (node.until) this.refuse('until', 'it has been called already')
    if (node.quantifier !== 'orMore')
      this.refuse('until', 'only a loop without end can be ended', 'Call oneOrMore() first.')
    return this.with({ until: requireFunction('until', condition) })
  }

  // ------------------------------------------------------------------ quantity

  /** One event or more; `window` is the longest time between two of them. */
  oneOrMore(window?: Duration): this {
    return this.quantified('oneOrMore', { quantifier: 'orMore', from: 1, to: 1 }, window)
  }

  /** So many events or more. */
  timesOrMore(times: number, window?: Duration): this {
    const from = this.count('timesOrMore', times, 1)
    return this.quantified('timesOrMore', { quantifier: 'orMore', from, to: from }, window)
  }

  /** Exactly so many events, or from so many to so many; `times(0, n)` makes the pattern optional too. */
  times(times: number, window?: `${string}`): this
  times(from: number, to: number, window?: Duration): this
  times(from: number, toOrWindow?: number | string, window?: Duration): this {
    const exact = typeof toOrWindow !== 'number'
    const to = this.count('times', exact ? from : toOrWindow, 1)
    const least = this.count('times', from, exact ? 1 : 0)
    if (least > to) this.refuse('times', `${least} is more than ${to}`, 'The smaller number comes first.')
    const between = exact ? (toOrWindow as Duration | undefined) : window
    const pattern = this.quantified('times', { quantifier: 'times', from: Math.max(1, least), to }, between)
    return least === 0 ? pattern.optional() : pattern
  }

  /** The pattern may do without any event. */
  optional(): this {
    const { node } = this
    if (node.optional) this.refuse('optional', 'it has been called already')
    if (isNegative(node)) this.refuse('optional', 'a pattern that must not occur cannot be optional')
    if (node.previous?.greedy) this.refuse('optional', 'the pattern before is greedy')
    return this.with({ optional: true })
  }

  /** A loop goes on as long as it can before the next pattern gets an event. */
  greedy(): this {
    const { node } = this
    this.requireLoop('greedy')
    if (node.group) this.refuse('greedy', 'it does not apply to a group')
    if (node.innerContiguity === 'nonDeterministic') this.refuse('greedy', 'allowCombinations() has been called')
    return this.with({ greedy: true })
  }

  /** No other event between those of a loop. */
  consecutive(): this {
    return this.loopContiguity('consecutive', 'strict')
  }

  /** Events that would fit may be left out between those of a loop. */
  allowCombinations(): this {
    return this.loopContiguity('allowCombinations', 'nonDeterministic')
  }

  // ------------------------------------------------------------------ the pattern after

  /** The very next event must match. */
  next<A extends string>(name: A): Pattern<T, With<M, A, T>, A, T>
  next<G>(group: PatternSequence<T, G>): Pattern<T, M & G, never, never>
  next(next: string | PatternSequence<T, unknown>): AnyPattern {
    return this.add('next', next, 'strict')
  }

  /** The first event after that matches, whatever comes in between. */
  followedBy<A extends string>(name: A): Pattern<T, With<M, A, T>, A, T>
  followedBy<G>(group: PatternSequence<T, G>): Pattern<T, M & G, never, never>
  followedBy(next: string | PatternSequence<T, unknown>): AnyPattern {
    return this.add('followedBy', next, 'relaxed')
  }

  /** Every event after that matches gives a match of its own. */
  followedByAny<A extends string>(name: A): Pattern<T, With<M, A, T>, A, T>
  followedByAny<G>(group: PatternSequence<T, G>): Pattern<T, M & G, never, never>
  followedByAny(next: string | PatternSequence<T, unknown>): AnyPattern {
    return this.add('followedByAny', next, 'nonDeterministic')
  }

  /** The very next event must not match. */
  notNext(name: string): Pattern<T, M, never, T> {
    return this.addNot('notNext', name, 'notNext')
  }

  /** No event may match before the pattern after does; at the end of a sequence, before the time of `within` is over. */
  notFollowedBy(name: string): Pattern<T, M, never, T> {
    return this.addNot('notFollowedBy', name, 'notFollow')
  }

  /**
   * The longest time a match may take. The smallest of a sequence counts.
   *
   * @param type from the first event to the last, or from the event before to that of this pattern
   */
  within(time: Duration, type: 'firstAndLast' | 'previousAndCurrent' = 'firstAndLast'): this {
    const ms = positiveMs(time, 'within')
    if (type === 'firstAndLast') return this.with({ withinMs: ms })
    if (type === 'previousAndCurrent') return this.with({ withinPreviousMs: ms })
    throw new FlinknbError(
      'INVALID_OPTION',
      `within: ${show(type)} is neither 'firstAndLast' nor 'previousAndCurrent'.`,
    )
  }

  // ------------------------------------------------------------------ parts

  private with(change: Partial<PatternNode>): this {
    return new Pattern<T, M, N, C>({ ...this.node, ...change }) as this
  }

  private add(call: string, next: string | PatternSequence<never, unknown>, contiguity: Contiguity): AnyPattern {
    return new Pattern(newNode(call, next, contiguity, this.node, this.node.skip))
  }

  private addNot(call: string, name: string, contiguity: Contiguity): Pattern<T, M, never, T> {
    if (typeof name !== 'string') this.refuse(call, `${show(name)} is no name`)
    if (this.node.optional) {
      this.refuse(
        call,
        'the pattern before is optional',
        'Use two patterns, one with and one without the optional part.',
      )
    }
    return this.add(call, name, contiguity)
  }

  private conditionOf(call: string, condition: unknown): Condition {
    if (this.node.group)
      this.refuse(call, 'it does not apply to a group', 'Give the condition to a pattern inside of it.')
    return requireFunction(call, condition)
  }

  private quantified(call: string, change: Partial<PatternNode>, window: Duration | undefined): this {
    const { node } = this
    if (isNegative(node)) this.refuse(call, 'it does not apply to a pattern that must not occur')
    if (node.quantifier !== 'one') this.refuse(call, 'the pattern has a number of times already')
    if (node.optional) this.refuse(call, 'optional() comes after it', `Write ${call}(…).optional().`)
    return this.with({ ...change, loopWindowMs: window === undefined ? undefined : positiveMs(window, call) })
  }

  private loopContiguity(call: string, innerContiguity: Contiguity): this {
    this.requireLoop(call)
    if (this.node.innerContiguity !== 'relaxed') {
      this.refuse(call, 'consecutive() or allowCombinations() has been called already')
    }
    return this.with({ innerContiguity })
  }

  private requireLoop(call: string): void {
    if (this.node.quantifier === 'one') {
      this.refuse(call, 'the pattern takes a single event', `Call oneOrMore() or times(…) before ${call}().`)
    }
  }

  private count(call: string, times: unknown, least: number): number {
    if (typeof times === 'number' && Number.isInteger(times) && times >= least) return times
    return this.refuse(call, `${show(times)} is not a number of times from ${least} on`)
  }

  private refuse(call: string, why: string, fix?: string): never {
    const { name } = this.node
    throw new FlinknbError('INVALID_OPTION', `${call}: ${name ? `pattern '${name}'` : 'group'}: ${why}.`, { fix })
  }
}

// biome-ignore lint/suspicious/noExplicitAny: inside; what callers see is typed by the overloads
type AnyPattern = Pattern<any, any, any, any>

function newNode(
  call: string,
  nameOrGroup: string | PatternSequence<never, unknown>,
  contiguity: Contiguity,
  previous: PatternNode | undefined,
  skip: AfterMatchSkip,
): PatternNode {
  if (typeof nameOrGroup === 'string' && nameOrGroup !== '') {
    return singlePattern(nameOrGroup, contiguity, previous, undefined, skip)
  }
  const group = typeof nameOrGroup === 'object' ? nameOrGroup?.node : undefined
  if (group) return singlePattern(undefined, contiguity, previous, group, skip)
  throw new FlinknbError('INVALID_OPTION', `Pattern.${call}: ${show(nameOrGroup)} is neither a name nor a Pattern.`)
}

function requireFunction(call: string, condition: unknown): Condition {
  if (typeof condition === 'function') return condition as Condition
  throw new FlinknbError('INVALID_OPTION', `${call}: ${show(condition)} is not a function.`, {
    fix: `Write for example ${call}(event => event.price > 10).`,
  })
}

function positiveMs(time: Duration, call: string): number {
  const ms = durationMs(time, call)
  if (ms > 0) return ms
  throw new FlinknbError('INVALID_OPTION', `${call}: ${show(time)} must be longer than 0.`)
}
