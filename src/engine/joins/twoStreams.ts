import type { DataStream } from '../dataStream.ts'
import type { KeySelector } from '../keyOf.ts'
import type { Windows } from '../windows/windowAssigner.ts'
import { WindowPlan } from '../windows/windowPlan.ts'
import { type FromEither, keyedUnion, type TwoKeyed } from './keyedUnion.ts'
import { keyOfSide } from './keyOfSide.ts'

/** What comes of two streams once their keys and windows are known: a `WindowJoin` or a `WindowCoGroup`. */
interface Purpose<L, R, Windowed> {
  /** As the user wrote it, for errors. */
  readonly call: string
  create(plan: WindowPlan<FromEither<L, R>>): Windowed
}

/** Two streams about to be windowed together: `.where(…).equalTo(…).window(…)`. Made by `left.join(right)` and `left.coGroup(right)`. */
export class TwoStreams<L, R, Windowed> {
  constructor(
    private readonly left: DataStream<L>,
    private readonly right: DataStream<R>,
    private readonly purpose: Purpose<L, R, Windowed>,
  ) {}

  /** The key of the left records: a column, several columns or a function. */
  where<C extends keyof L & string>(column: C): TwoStreamsWhere<L, R, L[C], Windowed>
  where<C extends keyof L & string>(columns: readonly C[]): TwoStreamsWhere<L, R, Pick<L, C>, Windowed>
  where<K>(selector: (left: L) => K): TwoStreamsWhere<L, R, K, Windowed>
  where(selector: KeySelector<L, unknown>): TwoStreamsWhere<L, R, unknown, Windowed> {
    const { left, right, purpose } = this
    return new TwoStreamsWhere({ left, right, keyOfLeft: keyOfSide('where', selector) }, purpose)
  }
}

/** Awaits the key of the right records. */
export class TwoStreamsWhere<L, R, K, Windowed> {
  constructor(
    private readonly both: Omit<TwoKeyed<L, R>, 'keyOfRight'>,
    private readonly purpose: Purpose<L, R, Windowed>,
  ) {}

  /** The key of the right records. */
  equalTo(selector: KeySelector<R, K>): TwoStreamsEqualTo<L, R, Windowed> {
    return new TwoStreamsEqualTo({ ...this.both, keyOfRight: keyOfSide('equalTo', selector) }, this.purpose)
  }
}

/** Awaits the windows. */
export class TwoStreamsEqualTo<L, R, Windowed> {
  constructor(
    private readonly both: TwoKeyed<L, R>,
    private readonly purpose: Purpose<L, R, Windowed>,
  ) {}

  /** Windows as `keyed.window(…)` takes them. */
  window(windows: Windows<FromEither<L, R>>): Windowed {
    const { call, create } = this.purpose
    return create(new WindowPlan<FromEither<L, R>>(call, keyedUnion(call, this.both), windows))
  }
}
