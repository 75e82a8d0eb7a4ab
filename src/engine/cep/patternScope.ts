import { always, and, type Condition, not } from './condition.ts'
import type { Contiguity, PatternNode } from './patternNode.ts'

/** The groups that a pattern being compiled stands in, and what they mean for its conditions. */
export class PatternScope {
  private group: PatternNode | undefined
  /** Whether a group is being compiled as the first round of its loop. */
  private readonly firstRound = new Map<PatternNode, boolean>()

  /** Compiles what is inside of a group. */
  inside<R>(group: PatternNode, compile: () => R): R {
    const outer = this.group
    this.group = group
    const result = compile()
    this.group = outer
    return result
  }

  setFirstRound(pattern: PatternNode, first: boolean): void {
    if (pattern.group) this.firstRound.set(pattern, first)
  }

  private isFirstRound(group: PatternNode): boolean {
    return this.firstRound.get(group) ?? true
  }

  /** The group whose first pattern this is. */
  private headed(pattern: PatternNode): PatternNode | undefined {
    return pattern.previous ? undefined : this.group
  }

  isHeadOfOptionalGroup(pattern: PatternNode): boolean {
    const group = this.headed(pattern)
    return group?.optional === true && this.isFirstRound(group)
  }

  takeCondition(pattern: PatternNode): Condition {
    return unless(pattern.condition ?? always, this.group?.until)
  }

  proceedCondition(): Condition {
    return unless(always, this.group?.until)
  }

  /** Which events may stand before the pattern's first; undefined for none. */
  ignoreCondition(pattern: PatternNode): Condition | undefined {
    const group = this.headed(pattern)
    const { contiguity, innerContiguity } = group ?? pattern
    const own = group && !this.isFirstRound(group) ? innerContiguity : contiguity
    return unless(ignoring(own, pattern), this.group?.until)
  }

  /** Which events may stand between those of a loop; undefined for none. */
  innerIgnoreCondition(pattern: PatternNode): Condition | undefined {
    const { innerContiguity } = this.headed(pattern) ?? pattern
    return unless(ignoring(innerContiguity, pattern), this.group?.until)
  }
}

function ignoring(contiguity: Contiguity, pattern: PatternNode): Condition | undefined {
  if (contiguity === 'relaxed') return not(pattern.condition ?? always)
  return contiguity === 'nonDeterministic' ? always : undefined
}

/** A condition that holds no more once a loop has ended. */
export function unless(condition: Condition, until: Condition | undefined): Condition
export function unless(condition: Condition | undefined, until: Condition | undefined): Condition | undefined
export function unless(condition: Condition | undefined, until: Condition | undefined): Condition | undefined {
  return condition && until ? and(not(until), condition) : condition
}
