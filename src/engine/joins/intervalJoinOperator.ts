import { type Batch, NO_WATERMARK } from '../batch.ts'
import { BatchBuilder } from '../batchBuilder.ts'
import { type KeyReader, originalKey } from '../keyOf.ts'
import { Operator } from '../operator.ts'
import type { Collector, OutputTag } from '../processFunction.ts'
import { asUserCodeError } from '../userCodeError.ts'
import { NoEventTimeError } from './noEventTimeError.ts'
import type { JoinContext, ProcessJoinFunction } from './processJoinFunction.ts'
import { clean, firstFrom, insert, isEmpty, type TimeBuffer, timeBuffer } from './timeBuffer.ts'

export interface IntervalJoinSettings<L, R, Out> {
  /** `left.time + lowerMs <= right.time <= left.time + upperMs`, both ends included. */
  readonly lowerMs: number
  readonly upperMs: number
  readonly keyOfLeft: KeyReader
  readonly keyOfRight: KeyReader
  readonly join: ProcessJoinFunction<L, R, Out>
  readonly lateLeftTag: OutputTag<L> | undefined
  readonly lateRightTag: OutputTag<R> | undefined
}

/** Keys looked at to drop what has expired: for each key that is new, and for each record (one in so many). */
const CLEANED_PER_NEW_KEY = 4
const RECORDS_PER_CLEANED = 8

/**
 * Joins records of the same key whose times are within an interval of each other (Flink's `IntervalJoinOperator`, page
 * "Joining"). Each side is kept until the watermark says that nothing can join it any more: a left record until
 * `time + max(upper, 0)`, a right one until `time − min(lower, 0)`. Pairs of one record come in order of the other's time.
 *
 * What has expired is dropped when its key is next seen, and key by key in turn, four for each new one: so there are
 * never more than about one and a half times as many as are needed, and no sweep holds the thread.
 */
export class IntervalJoinOperator<L, R, Out> extends Operator<L | R, Out> {
  /** For each key the left and the right records. */
  private buffers = new Map<unknown, KeyBuffers>()
  private cleaning: IterableIterator<[unknown, KeyBuffers]> | undefined
  /** When the last record of all has expired. */
  private lastExpiry = NO_WATERMARK
  private newKeys = 0
  private readonly leftKeepMs: number
  private readonly rightKeepMs: number
  private readonly results = new BatchBuilder<Out>()
  private readonly pair: MutableJoinContext = {
    leftTimestamp: 0,
    rightTimestamp: 0,
    timestamp: 0,
    output: (tag, value) => this.output.side(tag, value, this.pair.timestamp, this.watermark),
  }
  private readonly collector: Collector<Out> = {
    collect: value => this.results.append(value, this.pair.timestamp, this.watermark),
  }

  constructor(private readonly settings: IntervalJoinSettings<L, R, Out>) {
    super()
    this.leftKeepMs = Math.max(settings.upperMs, 0)
    this.rightKeepMs = Math.max(-settings.lowerMs, 0)
  }

  override open(): void {
    this.settings.join.open?.()
  }

  override processBatch({ values, timestamps, watermarks }: Batch<L | R>, input: number): void {
    if (!timestamps) throw new NoEventTimeError(this.context.name, input === 0 ? 'left' : 'right')
    const { keyOfLeft, keyOfRight, lowerMs, upperMs } = this.settings
    const isLeft = input === 0
    const keyOf = isLeft ? keyOfLeft : keyOfRight
    const fromMs = isLeft ? lowerMs : -upperMs
    const toMs = isLeft ? upperMs : -lowerMs
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as L | R
      const time = timestamps[i] as number
      if (watermarks && (watermarks[i] as number) > this.watermark) this.watermark = watermarks[i] as number
      if (time < this.watermark) {
        this.late(value, time, isLeft)
        continue
      }
      const { left, right } = this.buffersOf(this.keyOfRecord(keyOf, value))
      clean(left, this.watermark - this.leftKeepMs, this.watermark)
      clean(right, this.watermark - this.rightKeepMs, this.watermark)
      insert(isLeft ? left : right, time, value)
      const other = isLeft ? right : left
      if (!isEmpty(other)) this.joinWith(other, value, time, time + fromMs, time + toMs, isLeft)
      const expiry = time + (isLeft ? this.leftKeepMs : this.rightKeepMs)
      if (expiry > this.lastExpiry) this.lastExpiry = expiry
    }
    this.flush()
    this.cleanSomeKeys(this.newKeys * CLEANED_PER_NEW_KEY + Math.ceil(values.length / RECORDS_PER_CLEANED))
  }

  override onWatermark(watermark: number): void {
    // what came right at this watermark stays until the next
    if (watermark <= this.watermark) return
    super.onWatermark(watermark)
    if (watermark < this.lastExpiry || this.buffers.size === 0) return
    this.buffers.clear()
    this.cleaning = undefined
  }

  override close(): void {
    this.settings.join.close?.()
  }

  override snapshotState(): unknown {
    return { buffers: this.buffers, lastExpiry: this.lastExpiry }
  }

  override restoreState(state: unknown): void {
    const { buffers, lastExpiry } = state as IntervalJoinState
    this.buffers = buffers
    this.lastExpiry = lastExpiry
  }

  private keyOfRecord(keyOf: KeyReader, value: unknown): unknown {
    try {
      return keyOf(value)
    } catch (error) {
      throw asUserCodeError(error, this.context.name, value)
    }
  }

  private buffersOf(key: unknown): KeyBuffers {
    let own = this.buffers.get(key)
    if (own === undefined) {
      own = { left: timeBuffer(), right: timeBuffer() }
      this.buffers.set(key, own)
      this.newKeys++
    }
    return own
  }

  private joinWith(other: TimeBuffer, value: unknown, time: number, from: number, to: number, isLeft: boolean): void {
    const { times, values } = other
    const { pair, collector } = this
    const { join } = this.settings
    for (let k = firstFrom(other, from); k < times.length; k++) {
      const otherTime = times[k] as number
      if (otherTime > to) return
      pair.leftTimestamp = isLeft ? time : otherTime
      pair.rightTimestamp = isLeft ? otherTime : time
      pair.timestamp = otherTime > time ? otherTime : time
      const left = (isLeft ? value : values[k]) as L
      const right = (isLeft ? values[k] : value) as R
      try {
        join.processElement(left, right, pair, collector)
      } catch (error) {
        throw this.failed(error, left, right, isLeft)
      }
    }
  }

  private failed(error: unknown, left: L, right: R, isLeft: boolean): Error {
    const { keyOfLeft, keyOfRight } = this.settings
    const key = isLeft ? keyOfLeft(left) : keyOfRight(right)
    return asUserCodeError(error, this.context.name, { left, right }, originalKey(key))
  }

  /** Older than the watermark: as in Flink a record right at it still joins. */
  private late(value: L | R, time: number, isLeft: boolean): void {
    this.context.countLate(1)
    const tag = isLeft ? this.settings.lateLeftTag : this.settings.lateRightTag
    if (tag) this.output.side(tag as OutputTag<L | R>, value, time, this.watermark)
  }

  private cleanSomeKeys(count: number): void {
    this.newKeys = 0
    if (this.buffers.size === 0) return
    let left = count
    this.cleaning ??= this.buffers.entries()
    for (const [key, own] of this.cleaning) {
      clean(own.left, this.watermark - this.leftKeepMs, this.watermark)
      clean(own.right, this.watermark - this.rightKeepMs, this.watermark)
      if (isEmpty(own.left) && isEmpty(own.right)) this.buffers.delete(key)
      if (--left <= 0) return
    }
    this.cleaning = undefined
  }

  private flush(): void {
    const batch = this.results.take()
    if (batch) this.output.batch(batch)
  }
}

interface KeyBuffers {
  readonly left: TimeBuffer
  readonly right: TimeBuffer
}

interface IntervalJoinState {
  readonly buffers: Map<unknown, KeyBuffers>
  readonly lastExpiry: number
}

type MutableJoinContext = { -readonly [N in keyof JoinContext]: JoinContext[N] }
