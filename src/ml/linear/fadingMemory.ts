import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { LeastSquaresStatistics } from './leastSquaresStatistics.ts'
import { needsAdvance } from './needsAdvance.ts'
import type { RecordMemory } from './recordMemory.ts'

/** Exponential forgetting: each record multiplies the weight of all before it. */
export class FadingMemory implements RecordMemory {
  constructor(private readonly factor: number) {}

  learn(statistics: LeastSquaresStatistics, x: Float64Array, y: number, weight: number, low?: Float64Array): void {
    if (weight === 0) return
    statistics.scale(this.factor)
    statistics.add(x, y, weight, low)
  }

  advanceTo(): boolean {
    return false
  }

  extend(): void {}

  toJSON(): null {
    return null
  }

  restore(): void {}
}

/** Exponential forgetting by event time: what was learned counts half after each half-life. */
export class FadingByTimeMemory implements RecordMemory {
  private nowMs: number | undefined

  constructor(private readonly halfLifeMs: number) {}

  learn(statistics: LeastSquaresStatistics, x: Float64Array, y: number, weight: number, low?: Float64Array): void {
    if (this.nowMs === undefined) throw needsAdvance('halfLife')
    statistics.add(x, y, weight, low)
  }

  advanceTo(statistics: LeastSquaresStatistics, timestampMs: number): boolean {
    const before = this.nowMs ?? timestampMs
    this.nowMs = Math.max(before, timestampMs)
    if (this.nowMs === before || statistics.n === 0) return false
    statistics.scale(2 ** ((before - this.nowMs) / this.halfLifeMs))
    return true
  }

  extend(): void {}

  toJSON(): number | null {
    return this.nowMs ?? null
  }

  restore(state: unknown): void {
    if (state !== null && !Number.isFinite(state)) {
      throw new FlinknbError('MODEL', `A saved regression's time is damaged: ${show(state)}.`)
    }
    this.nowMs = (state as number | null) ?? undefined
  }
}
