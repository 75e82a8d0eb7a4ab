import { FlinknbError } from '../../../base/errors.ts'
import { show } from '../../../base/options.ts'
import { type Evictor, evictorOf } from '../evictor.ts'

/** Keeps the newest `maxCount` records of a window. */
export class CountEvictor {
  private constructor() {}
  static of<T>(maxCount: number, doEvictAfter = false): Evictor<T> {
    if (!Number.isInteger(maxCount) || maxCount < 0) {
      throw new FlinknbError('INVALID_OPTION', `CountEvictor.of: ${show(maxCount)} is not a number of records.`)
    }
    return evictorOf<T>('CountEvictor', doEvictAfter, elements =>
      elements.length <= maxCount ? elements : elements.slice(elements.length - maxCount),
    )
  }
}
