/** What a condition can ask about the match it would extend (Flink's `IterativeCondition.Context`). */
export interface ConditionContext<M> {
  /** Events the match so far holds for a pattern, in order; none for a pattern that comes later. Costs time: ask last. */
  getEventsForPattern<N extends keyof M & string>(name: N): readonly M[N][]
  /** Time of the event in question, epoch milliseconds: its event time, or processing time in a stream without any. */
  readonly timestamp: number
  currentProcessingTime(): number
}

/** Whether a pattern takes an event. Must depend on the event and the context alone: it is called as often as needed. */
export type Condition = (event: unknown, context: ConditionContext<Record<string, unknown>>) => boolean

/** The condition of a pattern that has none. */
export const always: Condition = () => true

export function and(a: Condition, b: Condition): Condition {
  if (a === always) return b
  if (b === always) return a
  return (event, context) => a(event, context) && b(event, context)
}

export function or(a: Condition, b: Condition): Condition {
  return (event, context) => a(event, context) || b(event, context)
}

export function not(condition: Condition): Condition {
  return (event, context) => !condition(event, context)
}
