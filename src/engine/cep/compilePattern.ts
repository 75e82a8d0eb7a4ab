import { checkSequence, checkStates } from './checkPattern.ts'
import { PatternCompiler } from './patternCompiler.ts'
import { isNegative, nameOf, type PatternNode, patternsOf } from './patternNode.ts'
import type { StateGraph } from './stateGraph.ts'

/**
 * Compiles a pattern sequence to the automaton that Flink's `NFACompiler` gives it, so that matches and their order are
 * Flink's.
 *
 * @throws FlinknbError `INVALID_OPTION` for a sequence that Flink refuses too
 */
export function compilePattern(last: PatternNode): StateGraph {
  const windowMs = smallestWindow(last)
  checkSequence(last, windowMs)
  const { states, start } = new PatternCompiler(windowMs).compile(last)
  checkStates(states, windowMs)
  const patternNames = [...patternsOf(last)].filter(pattern => !isNegative(pattern)).map(nameOf)
  return { states, start, patternNames, windowMs }
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
