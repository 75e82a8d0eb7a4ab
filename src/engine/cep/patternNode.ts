import type { AfterMatchSkip } from './afterMatchSkipStrategy.ts'
import type { Condition } from './condition.ts'

/** How a pattern's events stand to those before them (Flink's `ConsumingStrategy`). */
export type Contiguity = 'strict' | 'relaxed' | 'nonDeterministic' | 'notNext' | 'notFollow'

/**
 * One pattern of a sequence, as the compiler reads it: a plain, immutable value that points to the pattern before it.
 * Made by the fluent `Pattern`.
 */
export interface PatternNode {
  /** Undefined for a group. */
  readonly name: string | undefined
  /** The last pattern of the sequence that this group stands for. */
  readonly group: PatternNode | undefined
  readonly previous: PatternNode | undefined
  /** To the pattern before. */
  readonly contiguity: Contiguity
  /** Between the events of a loop. */
  readonly innerContiguity: Contiguity
  readonly quantifier: 'one' | 'times' | 'orMore'
  readonly from: number
  readonly to: number
  /** Longest time between two events of the loop. */
  readonly loopWindowMs: number | undefined
  readonly optional: boolean
  readonly greedy: boolean
  /** Undefined takes every event. */
  readonly condition: Condition | undefined
  readonly until: Condition | undefined
  /** Longest time from the first event to the last. */
  readonly withinMs: number | undefined
  /** Longest time from the event before to this pattern's. */
  readonly withinPreviousMs: number | undefined
  readonly skip: AfterMatchSkip
}

/** A pattern that takes exactly one event of any kind. */
export function singlePattern(
  name: string | undefined,
  contiguity: Contiguity,
  previous: PatternNode | undefined,
  group: PatternNode | undefined,
  skip: AfterMatchSkip,
): PatternNode {
  return {
    name,
    group,
    previous,
    contiguity,
    innerContiguity: 'relaxed',
    quantifier: 'one',
    from: 1,
    to: 1,
    loopWindowMs: undefined,
    optional: false,
    greedy: false,
    condition: undefined,
    until: undefined,
    withinMs: undefined,
    withinPreviousMs: undefined,
    skip,
  }
}

export function isNegative(pattern: PatternNode): boolean {
  return pattern.contiguity === 'notNext' || pattern.contiguity === 'notFollow'
}

/** The patterns of a sequence and of its groups, first to last. */
export function* patternsOf(last: PatternNode): Iterable<PatternNode> {
  if (last.previous) yield* patternsOf(last.previous)
  if (last.group) yield* patternsOf(last.group)
  else yield last
}

/** A group has no name of its own. */
export function nameOf(pattern: PatternNode): string {
  return pattern.name ?? '$group$'
}
