import type { Duration } from '../../base/duration.ts'
import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { DataStream } from '../dataStream.ts'
import type { KeySelector } from '../keyOf.ts'
import type { Collector } from '../processFunction.ts'
import type { WindowedStream } from '../windowedStream.ts'
import type { Evictor } from '../windows/evictor.ts'
import type { Trigger } from '../windows/trigger.ts'
import {
  type FromEither,
  groupWindows,
  keyedUnion,
  keyOfSide,
  type TwoKeyed,
  type WindowsOfBoth,
} from './twoStreamWindows.ts'

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
export class CoGroupedStreams<L, R> {
  constructor(
    private readonly left: DataStream<L>,
    private readonly right: DataStream<R>,
  ) {}

  /** The key of the left records: a column, several columns or a function. */
  where<C extends keyof L & string>(column: C): CoGroupedWhere<L, R, L[C]>
  where<C extends keyof L & string>(columns: readonly C[]): CoGroupedWhere<L, R, Pick<L, C>>
  where<K>(selector: (left: L) => K): CoGroupedWhere<L, R, K>
  where(selector: KeySelector<L, unknown>): CoGroupedWhere<L, R, unknown> {
    const { left, right } = this
    return new CoGroupedWhere<L, R, unknown>({ left, right, keyOfLeft: keyOfSide('where', selector) })
  }
}

/** Awaits the key of the right records. */
export class CoGroupedWhere<L, R, K> {
  constructor(private readonly both: Omit<TwoKeyed<L, R>, 'keyOfRight'>) {}

  /** The key of the right records. */
  equalTo(selector: KeySelector<R, K>): CoGroupedEqualTo<L, R, K> {
    return new CoGroupedEqualTo<L, R, K>({ ...this.both, keyOfRight: keyOfSide('equalTo', selector) })
  }
}

/** Awaits the windows. */
export class CoGroupedEqualTo<L, R, K> {
  constructor(private readonly both: TwoKeyed<L, R>) {}

  /** Windows as `keyed.window(…)` takes them. */
  window(windows: WindowsOfBoth<L, R>): WindowCoGroup<L, R, K> {
    return new WindowCoGroup<L, R, K>(keyedUnion<L, R, K>(this.both).window(windows))
  }
}

/** Two streams grouped by key and window; each call gives a new value. */
export class WindowCoGroup<L, R, K> {
  constructor(private readonly windowed: WindowedStream<FromEither<L, R>, K>) {}

  /** Decides when windows fire, in place of the default. */
  trigger(trigger: Trigger<FromEither<L, R>>): WindowCoGroup<L, R, K> {
    return new WindowCoGroup<L, R, K>(this.windowed.trigger(trigger))
  }

  /** Takes records of either side out of windows that fire. */
  evictor(evictor: Evictor<FromEither<L, R>>): WindowCoGroup<L, R, K> {
    return new WindowCoGroup<L, R, K>(this.windowed.evictor(evictor))
  }

  /** How long after its end a window still takes records; each makes it fire again. */
  allowedLateness(lateness: Duration): WindowCoGroup<L, R, K> {
    return new WindowCoGroup<L, R, K>(this.windowed.allowedLateness(lateness))
  }

  apply<Out>(fn: CoGroupFunction<L, R, Out>): DataStream<Out> {
    if (typeof fn !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `apply: ${show(fn)} is not a function.`, {
        fix: 'Give it a function (lefts, rights, out) that returns its results or collects them.',
      })
    }
    return groupWindows<L, R, K, Out>(this.windowed, (lefts, rights, collect) => {
      for (const result of fn(lefts, rights, { collect }) ?? []) collect(result)
    })
  }
}
