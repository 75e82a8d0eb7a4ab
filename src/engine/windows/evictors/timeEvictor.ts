import { type Duration, durationMs } from '../../../base/duration.ts'
import { type Evictor, evictorOf } from '../evictor.ts'

/**
 * Keeps the records of the last `windowSize` before the newest timestamp in the window; where the first record has no event
 * time, all. (As in Flink's code a record exactly that old goes too.)
 */
export class TimeEvictor {
  private constructor() {}
  static of<T>(windowSize: Duration, doEvictAfter = false): Evictor<T> {
    const sizeMs = durationMs(windowSize, 'TimeEvictor.of')
    return evictorOf<T>('TimeEvictor', doEvictAfter, elements => {
      const first = elements[0]
      if (first === undefined || Number.isNaN(first.timestamp)) return elements
      let newest = Number.NEGATIVE_INFINITY
      for (const { timestamp } of elements) newest = Math.max(newest, timestamp)
      return elements.filter(({ timestamp }) => timestamp > newest - sizeMs)
    })
  }
}
