import type { Aggregate } from './aggregate.ts'

/** The parts in which aggregates differ whose state is an object. */
export interface ObjectAggregate<In, State, Out> {
  readonly create: () => State
  readonly add: (state: State, record: In) => void
  /** Adds what `other` has seen to `state`; `other` stays as it is. */
  readonly merge: (state: State, other: State) => void
  readonly value: (state: State) => Out
  /** Whether the order in which records arrive makes a difference. */
  readonly byArrival?: boolean
}

/** An aggregate whose state is one object. */
export function objectAggregate<In, State, Out>(
  name: string,
  parts: ObjectAggregate<In, State, Out>,
): Aggregate<In, Out> {
  return {
    name,
    initial: [],
    createObject: parts.create,
    byArrival: parts.byArrival ?? false,
    add: (_numbers, _at, object, record) => parts.add(object as State, record),
    merge: (_numbers, _at, object, _other, _otherAt, otherObject) => parts.merge(object as State, otherObject as State),
    value: (_numbers, _at, object) => parts.value(object as State),
  }
}
