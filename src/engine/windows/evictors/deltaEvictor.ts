import { FlinknbError } from '../../../base/errors.ts'
import { show } from '../../../base/options.ts'
import { type Evictor, evictorOf } from '../evictor.ts'

/** Keeps the records that differ from the last one by less than a threshold. */
export class DeltaEvictor {
  private constructor() {}
  /** @param deltaOf how much the last record differs from another */
  static of<T>(threshold: number, deltaOf: (element: T, last: T) => number, doEvictAfter = false): Evictor<T> {
    if (typeof threshold !== 'number' || Number.isNaN(threshold) || typeof deltaOf !== 'function') {
      throw new FlinknbError(
        'INVALID_OPTION',
        `DeltaEvictor.of: expected a threshold and a function, got ${show(threshold)} and ${show(deltaOf)}.`,
      )
    }
    return evictorOf<T>('DeltaEvictor', doEvictAfter, elements => {
      const last = elements.at(-1)
      if (last === undefined) return elements
      return elements.filter(({ value }) => !(deltaOf(value, last.value) >= threshold))
    })
  }
}
