import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { twoInputs } from '../connectedStreams.ts'
import type { DataStream } from '../dataStream.ts'
import type { KeyedStream } from '../keyedStream.ts'
import type { OutputTag } from '../processFunction.ts'
import { IntervalJoinOperator } from './intervalJoinOperator.ts'
import type { JoinContext, ProcessJoinFunction } from './processJoinFunction.ts'
import { type SignedDuration, signedDurationMs } from './signedDuration.ts'

/** Two keyed streams about to be joined by an interval of time. Made by `left.intervalJoin(right)`. */
export class IntervalJoin<L, R, K> {
  constructor(
    private readonly left: KeyedStream<L, K>,
    private readonly right: KeyedStream<R, K>,
  ) {}

  /**
   * How far the right record's time may be from the left one's: `left.time + lower <= right.time <= left.time + upper`.
   *
   * @throws FlinknbError `INVALID_OPTION` when lower is above upper
   * @example orders.intervalJoin(shipments).between('0ms', '4h') // shipped within four hours after the order
   */
  between(lower: SignedDuration, upper: SignedDuration): IntervalJoined<L, R, K> {
    const lowerMs = signedDurationMs(lower, 'between: lower bound')
    const upperMs = signedDurationMs(upper, 'between: upper bound')
    if (lowerMs > upperMs) {
      throw new FlinknbError(
        'INVALID_OPTION',
        `between: the lower bound ${show(lower)} is above the upper ${show(upper)}.`,
      )
    }
    return new IntervalJoined<L, R, K>(this.left, this.right, { lowerMs, upperMs })
  }
}

interface IntervalJoinOptions<L, R> {
  readonly lowerMs: number
  readonly upperMs: number
  readonly lowerExclusive?: boolean
  readonly upperExclusive?: boolean
  readonly lateLeftTag?: OutputTag<L>
  readonly lateRightTag?: OutputTag<R>
}

/** Two keyed streams joined by an interval of time; each call gives a new value. */
export class IntervalJoined<L, R, K> {
  constructor(
    private readonly left: KeyedStream<L, K>,
    private readonly right: KeyedStream<R, K>,
    private readonly options: IntervalJoinOptions<L, R>,
  ) {}

  /** The lower bound itself does not join. */
  lowerBoundExclusive(): IntervalJoined<L, R, K> {
    return this.with({ lowerExclusive: true })
  }

  /** The upper bound itself does not join. */
  upperBoundExclusive(): IntervalJoined<L, R, K> {
    return this.with({ upperExclusive: true })
  }

  /** Sends left records that came behind the watermark to a side output instead of dropping them. */
  sideOutputLeftLateData(tag: OutputTag<L>): IntervalJoined<L, R, K> {
    return this.with({ lateLeftTag: tag })
  }

  /** Sends right records that came behind the watermark to a side output instead of dropping them. */
  sideOutputRightLateData(tag: OutputTag<R>): IntervalJoined<L, R, K> {
    return this.with({ lateRightTag: tag })
  }

  /** Gives each pair to a function; what it emits has the larger time of both. */
  process<Out>(fn: (left: L, right: R, context: JoinContext) => Out, name?: string): DataStream<Out>
  process<Out>(fn: ProcessJoinFunction<L, R, Out>, name?: string): DataStream<Out>
  process<Out>(
    fn: ProcessJoinFunction<L, R, Out> | ((left: L, right: R, context: JoinContext) => Out),
    name?: string,
  ): DataStream<Out> {
    const join = asProcessJoinFunction(fn)
    const { left, right } = this
    const { lowerMs, upperMs, lowerExclusive, upperExclusive, lateLeftTag, lateRightTag } = this.options
    const settings = {
      // a bound that is excluded moves by a millisecond, as in Flink
      lowerMs: lowerExclusive ? lowerMs + 1 : lowerMs,
      upperMs: upperExclusive ? upperMs - 1 : upperMs,
      keyOfLeft: left.keyOf,
      keyOfRight: right.keyOf,
      join,
      lateLeftTag,
      lateRightTag,
    }
    const inputs = [left.transformation, right.transformation]
    const title = name ?? join.name ?? `interval join ${lowerMs} … ${upperMs} ms`
    return twoInputs<Out>(left.host, title, inputs, () => new IntervalJoinOperator<L, R, Out>(settings))
  }

  private with(change: Partial<IntervalJoinOptions<L, R>>): IntervalJoined<L, R, K> {
    return new IntervalJoined<L, R, K>(this.left, this.right, { ...this.options, ...change })
  }
}

function asProcessJoinFunction<L, R, Out>(
  fn: ProcessJoinFunction<L, R, Out> | ((left: L, right: R, context: JoinContext) => Out),
): ProcessJoinFunction<L, R, Out> {
  if (typeof fn === 'function') {
    return { processElement: (left, right, context, out) => out.collect(fn(left, right, context)) }
  }
  if (typeof fn?.processElement === 'function') return fn
  throw new FlinknbError('INVALID_OPTION', `process: ${show(fn)} is not a ProcessJoinFunction.`, {
    fix: 'Give it a function (left, right) => result, or an object with processElement(left, right, context, out).',
  })
}
