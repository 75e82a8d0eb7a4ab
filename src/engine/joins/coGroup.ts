import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { DataStream } from '../dataStream.ts'
import type { Collector } from '../processFunction.ts'
import type { WindowPlan } from '../windows/windowPlan.ts'
import type { FromEither } from './keyedUnion.ts'
import { TwoStreams } from './twoStreams.ts'
import { TwoStreamWindows } from './twoStreamWindows.ts'

/**
 * Makes results of all records of both sides that share a key and a window; either list may be empty, not both (Flink's
 * `CoGroupFunction`). What it returns is emitted, and so is what it collects.
 */
export type CoGroupFunction<L, R, Out> = (
  lefts: readonly L[],
  rights: readonly R[],
  out: Collector<Out>,
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that only collects returns nothing
) => Iterable<Out> | void

/**
 * Two streams about to be grouped together: `left.coGroup(right).where(…).equalTo(…).window(…).apply(…)` (Flink's
 * `CoGroupedStreams`): what an outer join is made of. A result has the last time of its window.
 */
export type CoGroupedStreams<L, R> = TwoStreams<L, R, WindowCoGroup<L, R>>

export function coGroupedStreams<L, R>(left: DataStream<L>, right: DataStream<R>): CoGroupedStreams<L, R> {
  return new TwoStreams(left, right, { call: 'coGroup', create: plan => new WindowCoGroup<L, R>(plan) })
}

/** Two streams grouped by key and window. */
export class WindowCoGroup<L, R> extends TwoStreamWindows<L, R> {
  apply<Out>(fn: CoGroupFunction<L, R, Out>): DataStream<Out> {
    if (typeof fn !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `apply: ${show(fn)} is not a function.`, {
        fix: 'Give it a function (lefts, rights, out) that returns its results or collects them.',
      })
    }
    return this.group<Out>('coGroup', (lefts, rights, collect) => {
      for (const result of fn(lefts, rights, { collect }) ?? []) collect(result)
    })
  }

  protected override with(plan: WindowPlan<FromEither<L, R>>): this {
    return new WindowCoGroup<L, R>(plan) as this
  }
}
