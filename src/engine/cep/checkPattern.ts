import { FlinknbError } from '../../base/errors.ts'
import { nameOf, type PatternNode, patternsOf } from './patternNode.ts'
import { FINAL, type GraphState } from './stateGraph.ts'

/**
 * What can be told from a sequence of patterns alone.
 *
 * @param windowMs the longest time a match may take
 * @throws FlinknbError `INVALID_OPTION` for a sequence that Flink refuses too
 */
export function checkSequence(last: PatternNode, windowMs: number | undefined): void {
  checkNames(last)
  if (last.contiguity !== 'notFollow' || windowMs !== undefined || last.withinPreviousMs !== undefined) return
  throw new FlinknbError(
    'INVALID_OPTION',
    `Pattern: it ends with notFollowedBy('${last.name}') and has no end in time.`,
    {
      fix: `Add within(…), such as .within('10s'): the pattern matches when that time has passed without the event.`,
    },
  )
}

/** What can be told from the automaton it compiles to. */
export function checkStates(states: readonly GraphState[], windowMs: number | undefined): void {
  for (const state of states) {
    checkWindow(state, windowMs)
    checkEnds(state, state, new Set())
  }
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
