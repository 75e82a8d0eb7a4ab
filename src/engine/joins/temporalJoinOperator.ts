import { type Batch, MAX_WATERMARK } from '../batch.ts'
import { BatchBuilder } from '../batchBuilder.ts'
import { type KeyReader, originalKey } from '../keyOf.ts'
import { Operator } from '../operator.ts'
import { type Timer, TimerQueue } from '../state/timerQueue.ts'
import { asUserCodeError } from '../userCodeError.ts'
import { NoEventTimeError } from './noEventTimeError.ts'

export interface TemporalJoinSettings<L, V, Out> {
  readonly keyOfLeft: KeyReader
  readonly keyOfVersion: KeyReader
  /** Makes the result; undefined for the version where there is none and `outer` is set. */
  readonly join: (left: L, version: V | undefined) => Out
  /** Whether left records without a version are joined with undefined rather than left out. */
  readonly outer: boolean
  /** Whether a version says that from its time on there is none. */
  readonly isDeleted: ((version: V) => boolean) | undefined
}

/**
 * Joins each left record with the version of its key that was valid at the record's time: the one with the largest time
 * that is not after it (Flink SQL's `FOR SYSTEM_TIME AS OF`, `TemporalRowTimeJoinOperator`, page "Joins").
 *
 * Records wait until the watermark has reached them, for only then are all versions known. They come out in the order
 * in which they came in, key by key, with their own time. Of each key the version in force and newer ones are kept, the
 * former for ever: state is bounded by the number of keys. A record that comes behind the watermark joins with what is left.
 */
export class TemporalJoinOperator<L, V, Out> extends Operator<L | V, Out> {
  private keys = new Map<unknown, KeyVersions>()
  private readonly timers = new TimerQueue()
  private readonly results = new BatchBuilder<Out>()

  constructor(private readonly settings: TemporalJoinSettings<L, V, Out>) {
    super()
  }

  override processBatch({ values, timestamps, watermarks }: Batch<L | V>, input: number): void {
    if (!timestamps) throw new NoEventTimeError(this.context.name, input === 0 ? 'left' : 'right')
    const keyOf = input === 0 ? this.settings.keyOfLeft : this.settings.keyOfVersion
    for (let i = 0; i < values.length; i++) {
      if (watermarks) this.advance(watermarks[i] as number)
      const value = values[i] as L | V
      const time = timestamps[i] as number
      const key = this.keyOfRecord(keyOf, value)
      const own = this.versionsOf(key)
      if (input === 0) own.waiting.push({ time, value })
      else putVersion(own, time, value)
      this.registerIfEarlier(own, time, key)
    }
    this.flush()
  }

  override onWatermark(watermark: number): void {
    this.advance(watermark)
    this.flush()
  }

  override snapshotState(): unknown {
    return { keys: this.keys, timers: this.timers.snapshot() }
  }

  override restoreState(state: unknown): void {
    const { keys, timers } = state as TemporalJoinState
    this.keys = keys
    this.timers.restore(timers)
  }

  private keyOfRecord(keyOf: KeyReader, value: unknown): unknown {
    try {
      return keyOf(value)
    } catch (error) {
      throw asUserCodeError(error, this.context.name, value)
    }
  }

  private versionsOf(key: unknown): KeyVersions {
    let own = this.keys.get(key)
    if (own === undefined) {
      own = { waiting: [], times: [], versions: [], timer: MAX_WATERMARK }
      this.keys.set(key, own)
    }
    return own
  }

  /** One timer a key, for the earliest of what came since it last fired. */
  private registerIfEarlier(own: KeyVersions, time: number, key: unknown): void {
    if (time >= own.timer) return
    if (own.timer !== MAX_WATERMARK) this.timers.delete(own.timer, key)
    own.timer = time
    this.timers.register(time, key)
  }

  private advance(watermark: number): void {
    if (watermark <= this.watermark) return
    const before = this.watermark
    for (let timer = this.timers.poll(watermark); timer; timer = this.timers.poll(watermark)) {
      this.joinKey(timer.key, watermark, before)
    }
    this.watermark = watermark
  }

  /** Joins what the watermark has reached, and drops the versions that nothing on time can ask for any more. */
  private joinKey(key: unknown, watermark: number, before: number): void {
    const own = this.versionsOf(key)
    own.timer = MAX_WATERMARK
    const waiting: Waiting[] = []
    let next = MAX_WATERMARK
    for (const left of own.waiting) {
      if (left.time <= watermark) this.joinRecord(own, left, key, before)
      else {
        waiting.push(left)
        if (left.time < next) next = left.time
      }
    }
    own.waiting = waiting
    const inForce = lastAtOrBefore(own.times, watermark)
    if (inForce > 0) {
      own.times.splice(0, inForce)
      own.versions.splice(0, inForce)
    }
    if (own.waiting.length === 0 && own.times.length === 0) this.keys.delete(key)
    if (next < MAX_WATERMARK) this.registerIfEarlier(own, next, key)
  }

  private joinRecord(
    { times, versions }: KeyVersions,
    { time, value }: Waiting,
    key: unknown,
    watermark: number,
  ): void {
    const { join, outer, isDeleted } = this.settings
    const at = lastAtOrBefore(times, time)
    try {
      const found = at >= 0 && !isDeleted?.(versions[at] as V)
      if (!found && !outer) return
      this.results.append(join(value as L, found ? (versions[at] as V) : undefined), time, watermark)
    } catch (error) {
      throw asUserCodeError(error, this.context.name, value, originalKey(key))
    }
  }

  private flush(): void {
    const batch = this.results.take()
    if (batch) this.output.batch(batch)
  }
}

interface Waiting {
  readonly time: number
  readonly value: unknown
}

interface KeyVersions {
  /** Left records the watermark has not reached, as they came. */
  waiting: Waiting[]
  /** Of the versions, ascending; of equal times the last that came counts. */
  readonly times: number[]
  readonly versions: unknown[]
  /** When this key is looked at; Infinity when it need not be. */
  timer: number
}

interface TemporalJoinState {
  readonly keys: Map<unknown, KeyVersions>
  readonly timers: readonly Timer[]
}

function putVersion({ times, versions }: KeyVersions, time: number, version: unknown): void {
  const at = lastAtOrBefore(times, time)
  if (at >= 0 && times[at] === time) versions[at] = version
  else {
    times.splice(at + 1, 0, time)
    versions.splice(at + 1, 0, version)
  }
}

/** Index of the last time that is not after `time`; -1 when there is none. */
function lastAtOrBefore(times: readonly number[], time: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] as number) <= time) low = middle + 1
    else high = middle
  }
  return low - 1
}
