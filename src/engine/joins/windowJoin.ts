import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { DataStream } from '../dataStream.ts'
import type { Collector } from '../processFunction.ts'
import type { WindowPlan } from '../windows/windowPlan.ts'
import type { FromEither } from './keyedUnion.ts'
import { TwoStreams } from './twoStreams.ts'
import { TwoStreamWindows } from './twoStreamWindows.ts'

/** Makes the result of a pair of records. */
export type JoinFunction<L, R, Out> = (left: L, right: R) => Out

/** Makes none, one or several results of a pair (Flink's `FlatJoinFunction`). */
export interface FlatJoinFunction<L, R, Out> {
  join(left: L, right: R, out: Collector<Out>): void
}

/**
 * Two streams about to be joined: `left.join(right).where(…).equalTo(…).window(…).apply(…)` gives each pair of records
 * with the same key in the same window (Flink's `JoinedStreams`, page "Joining"). An inner join: what has no partner in
 * its window is left out. A result has the last time of its window.
 */
export type JoinedStreams<L, R> = TwoStreams<L, R, WindowJoin<L, R>>

export function joinedStreams<L, R>(left: DataStream<L>, right: DataStream<R>): JoinedStreams<L, R> {
  return new TwoStreams(left, right, { call: 'join', create: plan => new WindowJoin<L, R>(plan) })
}

/** Two streams joined by key and window. */
export class WindowJoin<L, R> extends TwoStreamWindows<L, R> {
  /** Makes the results of all pairs of a window: left by left, each with the rights in their order. */
  apply<Out>(fn: JoinFunction<L, R, Out> | FlatJoinFunction<L, R, Out>): DataStream<Out> {
    const join = asFlatJoin(fn)
    return this.group<Out>('join', (lefts, rights, collect, scope) => {
      const out = { collect }
      for (const left of lefts) {
        for (const right of rights) {
          try {
            join(left, right, out)
          } catch (error) {
            scope.failedOn = { left, right }
            throw error
          }
        }
      }
    })
  }

  protected override with(plan: WindowPlan<FromEither<L, R>>): this {
    return new WindowJoin<L, R>(plan) as this
  }
}

function asFlatJoin<L, R, Out>(
  fn: JoinFunction<L, R, Out> | FlatJoinFunction<L, R, Out>,
): (left: L, right: R, out: Collector<Out>) => void {
  if (typeof fn === 'function') return (left, right, out) => out.collect(fn(left, right))
  if (typeof fn?.join === 'function') return (left, right, out) => fn.join(left, right, out)
  throw new FlinknbError('INVALID_OPTION', `apply: ${show(fn)} is not a JoinFunction.`, {
    fix: 'Give it a function (left, right) => result, or an object with join(left, right, out).',
  })
}
