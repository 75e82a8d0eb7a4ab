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
export class JoinedStreams<L, R> {
  constructor(
    private readonly left: DataStream<L>,
    private readonly right: DataStream<R>,
  ) {}

  /** The key of the left records: a column, several columns or a function. */
  where<C extends keyof L & string>(column: C): JoinedWhere<L, R, L[C]>
  where<C extends keyof L & string>(columns: readonly C[]): JoinedWhere<L, R, Pick<L, C>>
  where<K>(selector: (left: L) => K): JoinedWhere<L, R, K>
  where(selector: KeySelector<L, unknown>): JoinedWhere<L, R, unknown> {
    const { left, right } = this
    return new JoinedWhere<L, R, unknown>({ left, right, keyOfLeft: keyOfSide('where', selector) })
  }
}

/** Awaits the key of the right records. */
export class JoinedWhere<L, R, K> {
  constructor(private readonly both: Omit<TwoKeyed<L, R>, 'keyOfRight'>) {}

  /** The key of the right records. */
  equalTo(selector: KeySelector<R, K>): JoinedEqualTo<L, R, K> {
    return new JoinedEqualTo<L, R, K>({ ...this.both, keyOfRight: keyOfSide('equalTo', selector) })
  }
}

/** Awaits the windows. */
export class JoinedEqualTo<L, R, K> {
  constructor(private readonly both: TwoKeyed<L, R>) {}

  /** Windows as `keyed.window(…)` takes them. */
  window(windows: WindowsOfBoth<L, R>): WindowJoin<L, R, K> {
    return new WindowJoin<L, R, K>(keyedUnion<L, R, K>(this.both).window(windows))
  }
}

/** Two streams joined by key and window; each call gives a new value. */
export class WindowJoin<L, R, K> {
  constructor(private readonly windowed: WindowedStream<FromEither<L, R>, K>) {}

  /** Decides when windows fire, in place of the default. */
  trigger(trigger: Trigger<FromEither<L, R>>): WindowJoin<L, R, K> {
    return new WindowJoin<L, R, K>(this.windowed.trigger(trigger))
  }

  /** Takes records of either side out of windows that fire. */
  evictor(evictor: Evictor<FromEither<L, R>>): WindowJoin<L, R, K> {
    return new WindowJoin<L, R, K>(this.windowed.evictor(evictor))
  }

  /** How long after its end a window still takes records; each makes all its pairs come again, as in Flink. */
  allowedLateness(lateness: Duration): WindowJoin<L, R, K> {
    return new WindowJoin<L, R, K>(this.windowed.allowedLateness(lateness))
  }

  /** Makes the results of all pairs of a window: left by left, each with the rights in their order. */
  apply<Out>(fn: JoinFunction<L, R, Out> | FlatJoinFunction<L, R, Out>): DataStream<Out> {
    const join = asFlatJoin(fn)
    return groupWindows<L, R, K, Out>(this.windowed, (lefts, rights, collect) => {
      const out = { collect }
      for (const left of lefts) for (const right of rights) join(left, right, out)
    })
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
