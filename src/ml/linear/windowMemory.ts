import { FlinknbError } from '../../base/errors.ts'
import { type LeastSquaresState, LeastSquaresStatistics, sumsMemory } from './leastSquaresStatistics.ts'
import { needsAdvance } from './needsAdvance.ts'
import type { RecordMemory } from './recordMemory.ts'

/** Plain data of {@link WindowMemory}. */
export interface WindowState {
  /** Rows of (time, weight, label, features), oldest first. */
  readonly rows: readonly (readonly number[])[]
  readonly nowMs: number | null
  /** How many of the newest rows `fresh` holds. */
  readonly freshCount: number
  readonly fresh: LeastSquaresState
}

/**
 * A sliding window: the last `count` records, or those of the last `spanMs`: times in (now − span, now].
 *
 * A record that leaves is subtracted, in double-double. What rounding a huge record has left behind by then would stay
 * for ever; so a second set of sums takes only what came since a moment, and takes over when everything before that
 * moment has left: no sum ever holds more roundings than two windows of records. Measured with one record of 1e12 among
 * records of about 1: subtraction alone keeps 8 digits of the coefficients from then on, this all 16 again a window later.
 *
 * Memory: the window's records, d + 3 numbers each; for a time span as many as it holds. Low parts of features are rounded
 * away.
 */
export class WindowMemory implements RecordMemory {
  private rows: Float64Array
  private stride: number
  private first = 0
  private length = 0
  private nowMs: number | undefined
  private fresh: LeastSquaresStatistics
  private freshCount = 0
  private x: Float64Array

  constructor(
    private width: number,
    private readonly limit: { readonly count: number } | { readonly spanMs: number },
  ) {
    this.stride = width + 3
    this.rows = new Float64Array(('count' in limit ? Math.min(limit.count, 64) : 64) * this.stride)
    this.fresh = new LeastSquaresStatistics(sumsMemory(width))
    this.x = new Float64Array(width)
  }

  learn(statistics: LeastSquaresStatistics, x: Float64Array, y: number, weight: number): void {
    if (weight === 0) return
    const { limit } = this
    if ('spanMs' in limit && this.nowMs === undefined) throw needsAdvance('window')
    if ('count' in limit && this.length === limit.count) this.drop(statistics)
    this.append(x, y, weight)
    statistics.add(x, y, weight)
    this.fresh.add(x, y, weight)
    this.freshCount++
  }

  advanceTo(statistics: LeastSquaresStatistics, timestampMs: number): boolean {
    this.nowMs = Math.max(this.nowMs ?? timestampMs, timestampMs)
    if (!('spanMs' in this.limit)) return false
    const before = this.length
    while (this.length > 0 && (this.rows[this.first * this.stride] as number) <= this.nowMs - this.limit.spanMs) {
      this.drop(statistics)
    }
    return this.length < before
  }

  extend(added: number): void {
    const { rows } = this.toJSON()
    const wider = new LeastSquaresStatistics(sumsMemory(this.width + added))
    wider.widen(this.fresh)
    this.fresh = wider
    this.width += added
    this.x = new Float64Array(this.width)
    this.putRows(rows)
  }

  toJSON(): WindowState {
    const rows = Array.from({ length: this.length }, (_, i) => {
      const start = ((this.first + i) % this.capacity) * this.stride
      return [...this.rows.subarray(start, start + this.stride)]
    })
    return { rows, nowMs: this.nowMs ?? null, freshCount: this.freshCount, fresh: this.fresh.toJSON() }
  }

  restore(state: unknown): void {
    const { rows, nowMs, freshCount, fresh } = state as WindowState
    const whole = Array.isArray(rows) && rows.every(row => row.length === this.width + 3 && row.every(Number.isFinite))
    if (!whole || !(freshCount >= 0 && freshCount <= rows.length)) {
      throw new FlinknbError('MODEL', `A saved regression's window over ${this.width} features is damaged.`)
    }
    this.putRows(rows)
    this.nowMs = nowMs ?? undefined
    this.freshCount = freshCount
    this.fresh.restore(fresh)
  }

  private get capacity(): number {
    return this.rows.length / this.stride
  }

  private append(x: Float64Array, y: number, weight: number): void {
    if (this.length === this.capacity) this.putRows(this.toJSON().rows, 2 * this.capacity)
    const start = ((this.first + this.length++) % this.capacity) * this.stride
    this.rows[start] = this.nowMs ?? 0
    this.rows[start + 1] = weight
    this.rows[start + 2] = y
    this.rows.set(x, start + 3)
  }

  /** Takes the oldest record out. */
  private drop(statistics: LeastSquaresStatistics): void {
    const start = this.first * this.stride
    const left = --this.length
    this.first = (this.first + 1) % this.capacity
    if (left <= this.freshCount) {
      const takesOver = left === this.freshCount
      if (takesOver) statistics.copy(this.fresh)
      this.fresh.reset()
      this.freshCount = 0
      if (takesOver) return
    }
    for (let j = 0; j < this.width; j++) this.x[j] = this.rows[start + 3 + j] as number
    statistics.remove(this.x, this.rows[start + 2] as number, this.rows[start + 1] as number)
  }

  /** Lays rows out anew, as wide as the window's records are now. */
  private putRows(rows: readonly (readonly number[])[], capacity = Math.max(64, rows.length)): void {
    this.stride = this.width + 3
    this.rows = new Float64Array(capacity * this.stride)
    for (const [i, row] of rows.entries()) this.rows.set(row, i * this.stride)
    this.first = 0
    this.length = rows.length
  }
}
