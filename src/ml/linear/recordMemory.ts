import { DirectionalMemory } from './directionalMemory.ts'
import { FadingByTimeMemory, FadingMemory } from './fadingMemory.ts'
import type { LeastSquaresStatistics } from './leastSquaresStatistics.ts'
import type { Retention } from './retention.ts'
import { WindowMemory } from './windowMemory.ts'

/** How records leave statistics again, or fade in them. */
export interface RecordMemory {
  /** Takes a record into the statistics, and what it displaces out of them. */
  learn(statistics: LeastSquaresStatistics, x: Float64Array, y: number, weight: number, low?: Float64Array): void
  /** It is now `timestampMs` or later. Returns whether the statistics changed. */
  advanceTo(statistics: LeastSquaresStatistics, timestampMs: number): boolean
  /** Features that were 0 in all records so far stand behind the known ones from now on. */
  extend(added: number): void
  toJSON(): unknown
  /** @throws FlinknbError `MODEL` when the state is damaged */
  restore(state: unknown): void
}

/** @returns undefined where every record counts for ever */
export function recordMemory(retention: Retention, width: number): RecordMemory | undefined {
  switch (retention.kind) {
    case 'all':
      return undefined
    case 'fading':
      return new FadingMemory(retention.factor)
    case 'fadingByTime':
      return new FadingByTimeMemory(retention.halfLifeMs)
    case 'directional':
      return new DirectionalMemory(retention.factor)
    case 'lastRecords':
      return new WindowMemory(width, { count: retention.count })
    case 'lastTime':
      return new WindowMemory(width, { spanMs: retention.spanMs })
  }
}
