import { AfterMatchSkipStrategy } from '../../../src/engine/cep/afterMatchSkipStrategy.ts'
import type { ConditionContext } from '../../../src/engine/cep/condition.ts'
import { Pattern, type PatternSequence } from '../../../src/engine/cep/pattern.ts'

/** A pattern sequence as data: what the recorded runs of Flink were made with. */
export interface PatternSpec {
  readonly steps: readonly StepSpec[]
  readonly within?: number
  readonly skip: readonly [kind: string, name?: string]
}

export interface StepSpec {
  readonly op: 'begin' | 'next' | 'followedBy' | 'followedByAny' | 'notNext' | 'notFollowedBy'
  readonly name?: string
  readonly group?: readonly StepSpec[]
  /** Letters it takes; every event without it. */
  readonly letters?: string
  /** An iterative condition: fewer than so many events of this pattern so far. */
  readonly fewerThan?: number
  readonly quantifier?: readonly ['oneOrMore'] | readonly ['times' | 'timesOrMore', number, number?]
  readonly optional?: boolean
  readonly greedy?: boolean
  readonly inner?: 'consecutive' | 'allowCombinations'
  readonly until?: string
  readonly withinPrevious?: number
}

export interface LetterEvent {
  readonly id: number
  readonly name: string
}

// the names are data here, so the types are of no use
// biome-ignore lint/suspicious/noExplicitAny: see above
type AnyPattern = Pattern<any, any, any, any>

export function patternOf({
  steps,
  within,
  skip,
}: PatternSpec): PatternSequence<LetterEvent, Record<string, LetterEvent>> {
  const [kind, name] = skip
  const strategy =
    kind === 'skipToFirst' || kind === 'skipToLast'
      ? AfterMatchSkipStrategy[kind](name as string)
      : AfterMatchSkipStrategy[kind as 'noSkip' | 'skipToNext' | 'skipPastLastEvent']()
  const pattern = sequenceOf(steps, strategy)
  return within === undefined ? pattern : pattern.within(within)
}

function sequenceOf(steps: readonly StepSpec[], skip: Parameters<typeof Pattern.begin>[1]): AnyPattern {
  let pattern: AnyPattern | undefined
  for (const step of steps) {
    const next = step.group ? sequenceOf(step.group, skip) : (step.name as string)
    const added: AnyPattern = pattern
      ? (pattern[step.op as 'next'] as (next: unknown) => AnyPattern).call(pattern, next)
      : (Pattern.begin as (next: unknown, skip: unknown) => AnyPattern)(next, skip)
    pattern = refined(added, step)
  }
  return pattern as AnyPattern
}

function refined(start: AnyPattern, step: StepSpec): AnyPattern {
  let pattern = start
  const { letters, fewerThan, quantifier, until, name } = step
  if (letters !== undefined) pattern = pattern.where((event: LetterEvent) => letters.includes(event.name))
  if (fewerThan !== undefined) {
    pattern = pattern.where(
      (_event: LetterEvent, context: ConditionContext<Record<string, unknown>>) =>
        context.getEventsForPattern(name as string).length < fewerThan,
    )
  }
  if (quantifier?.[0] === 'oneOrMore') pattern = pattern.oneOrMore()
  else if (quantifier?.[0] === 'timesOrMore') pattern = pattern.timesOrMore(quantifier[1] as number)
  else if (quantifier) {
    const [, from, to] = quantifier
    pattern = to === undefined ? pattern.times(from as number) : pattern.times(from as number, to)
  }
  if (step.inner) pattern = pattern[step.inner]()
  if (step.greedy) pattern = pattern.greedy()
  if (step.optional) pattern = pattern.optional()
  if (until !== undefined) pattern = pattern.until((event: LetterEvent) => until.includes(event.name))
  if (step.withinPrevious !== undefined) pattern = pattern.within(step.withinPrevious, 'previousAndCurrent')
  return pattern
}
