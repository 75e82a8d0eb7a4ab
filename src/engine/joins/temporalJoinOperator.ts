import { type Batch, NO_WATERMARK } from '../batch.ts'
import { BatchBuilder } from '../batchBuilder.ts'
import { type KeyReader, originalKey } from '../keyOf.ts'
import { allSteps } from '../operator.ts'
import { SlicedOperator, type SlicedState } from '../operators/slicedOperator.ts'
import { Heap } from '../state/heap.ts'
import { KeyedEntries, type KeyedEntriesSnapshot } from '../state/keyedEntries.ts'
import { TimerQueue, type TimersSnapshot } from '../state/timerQueue.ts'
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

/** Results go on in batches of about this many. */
const RESULTS_PER_BATCH = 256

/**
 * Joins each left record with the version of its key that was valid at the record's time: the one with the largest time
 * that is not after it (Flink SQL's `FOR SYSTEM_TIME AS OF`, `TemporalRowTimeJoinOperator`, page "Joins").
 *
 * Records wait until the watermark has reached them, for only then are all versions known. They come out in order of
 * time, of equal times in the order in which they came in, whatever their keys. Of each key the version in force and newer
 * ones are kept, the former for ever: state is bounded by the number of keys. A record that comes behind the watermark
 * joins with the version in force at the watermark or a newer one, or with none.
 */
export class TemporalJoinOperator<L, V, Out> extends SlicedOperator<L | V, Out> {
  private readonly keys = new KeyedEntries<KeyVersions>()
  /** Left records that the watermark has not reached. */
  private readonly lefts = new Heap<LeftRecord>((a, b) => a.time < b.time || (a.time === b.time && a.order < b.order))
  private arrived = 0
  /** When versions of a key are out of date. */
  private readonly timers = new TimerQueue()
  private readonly results = new BatchBuilder<Out>()
  /** The watermark before which results stand: while records are joined, the one before that which reached them. */
  private before = NO_WATERMARK

  constructor(private readonly settings: TemporalJoinSettings<L, V, Out>) {
    super()
  }

  override processBatch(batch: Batch<L | V>, input: number): void {
    if (!batch.timestamps) throw new NoEventTimeError(this.context.name, input === 0 ? 'left' : 'right')
    super.processBatch(batch, input)
  }

  override restoreWatermark(watermark: number): void {
    super.restoreWatermark(watermark)
    this.before = watermark
  }

  override snapshotState(): unknown {
    return allSteps(this.snapshotSteps())
  }

  override *snapshotSteps(): Generator<undefined, unknown> {
    const { watermark, before, keys, lefts, timers } = this
    return {
      watermark,
      before,
      sliced: this.slicedState(),
      keys: keys.snapshot(),
      lefts: lefts.toSorted(),
      timers: yield* timers.snapshot(),
    } satisfies TemporalJoinState<L | V>
  }

  override restoreState(state: unknown): void {
    const { watermark, before, sliced, keys, lefts, timers } = state as TemporalJoinState<L | V>
    this.watermark = watermark // not one that still waits
    this.before = before
    this.restoreSliced(sliced)
    this.keys.restore(keys)
    for (const { time, key, value } of lefts) this.lefts.push({ time, order: this.arrived++, key, value })
    this.timers.restore(timers)
    this.afterWork()
  }

  protected override addRecords({ values, timestamps, watermarks }: Batch<L | V>, from: number, input: number): number {
    const keyOf = input === 0 ? this.settings.keyOfLeft : this.settings.keyOfVersion
    for (let i = from; i < values.length; i++) {
      if (watermarks && !this.advanceWatermark(watermarks[i] as number)) return i
      const value = values[i] as L | V
      const time = (timestamps as Float64Array)[i] as number
      const key = this.keyOfRecord(keyOf, value)
      if (input === 0) this.lefts.push({ time, order: this.arrived++, key, value })
      else this.putVersion(key, time, value)
    }
    return values.length
  }

  protected override advanceWatermark(watermark: number): boolean {
    if (watermark <= this.watermark) return true
    this.watermark = watermark
    return this.goOn()
  }

  protected override goOn(): boolean {
    const { watermark, lefts, timers } = this
    for (let left = lefts.first; left !== undefined && left.time <= watermark; left = lefts.first) {
      if (!this.hasTime()) return false
      lefts.pop()
      this.joinRecord(left)
    }
    while (timers.first <= watermark) {
      if (!this.hasTime()) return false
      const timer = timers.poll(watermark)
      if (!timer) break
      this.dropOld(timer.key)
    }
    this.before = watermark
    return true
  }

  protected override flush(): void {
    const batch = this.results.take()
    if (batch) this.output.batch(batch)
  }

  private keyOfRecord(keyOf: KeyReader, value: unknown): unknown {
    try {
      return keyOf(value)
    } catch (error) {
      throw asUserCodeError(error, this.context.name, value)
    }
  }

  private putVersion(key: unknown, time: number, version: unknown): void {
    let own = this.keys.get(key)
    if (own === undefined) {
      own = { times: [], versions: [] }
      this.keys.set(key, own)
    }
    putVersion(own, time, version)
    this.timers.register(Math.max(time, this.watermark), key)
  }

  /** Drops the versions that nothing on time can ask for any more. */
  private dropOld(key: unknown): void {
    const own = this.keys.get(key)
    if (own === undefined) return
    const inForce = lastAtOrBefore(own.times, this.watermark)
    if (inForce <= 0) return
    own.times.splice(0, inForce)
    own.versions.splice(0, inForce)
  }

  private joinRecord({ time, key, value }: LeftRecord): void {
    const { join, outer, isDeleted } = this.settings
    const own = this.keys.get(key)
    const at = own === undefined ? -1 : this.versionAt(own, time)
    try {
      const version = own?.versions[at] as V
      const found = at >= 0 && !isDeleted?.(version)
      if (!found && !outer) return
      this.results.append(join(value as L, found ? version : undefined), time, this.before)
    } catch (error) {
      throw asUserCodeError(error, this.context.name, value, originalKey(key))
    }
    if (this.results.length >= RESULTS_PER_BATCH) this.flush()
  }

  /** Index of the version for a record of `time`; -1 when there is none. */
  private versionAt({ times }: KeyVersions, time: number): number {
    const at = lastAtOrBefore(times, time)
    // what a late record may ask for must not depend on when old versions happen to be dropped
    const isTooOld = time <= this.before && at < lastAtOrBefore(times, this.before)
    return isTooOld ? -1 : at
  }
}

interface LeftRecord {
  readonly time: number
  /** How many left records came before. */
  readonly order: number
  readonly key: unknown
  readonly value: unknown
}

/** Of one key; in order of time, of equal times the last that came counts. */
interface KeyVersions {
  readonly times: number[]
  readonly versions: unknown[]
}

interface TemporalJoinState<In> {
  readonly watermark: number
  readonly before: number
  readonly sliced: SlicedState<In>
  readonly keys: KeyedEntriesSnapshot<KeyVersions>
  readonly lefts: readonly LeftRecord[]
  readonly timers: TimersSnapshot
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
