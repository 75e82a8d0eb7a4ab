import { divide, SPLITTER, toNumber } from './doubleDouble.ts'
import type { LeastSquaresStatistics } from './leastSquaresStatistics.ts'
import type { RegressionMemory } from './regressionMemory.ts'

/**
 * Float64 means and co-moments into `memory` from double-double sums. Centring is done in double-double, so that
 * each figure is right to its last digit however far the means lie from 0.
 *
 * Equals: `moments(i, j) = S(i, j) − mean(i) S(0, j)` for every feature i and j from i to the label.
 */
export function centreMoments(memory: RegressionMemory, statistics: LeastSquaresStatistics): void {
  const { width, means, moments } = memory
  statistics.settle()
  const { hi, lo } = statistics
  const weight = statistics.moment(0, 0)
  let row = width + 2
  let k = 0
  for (let i = 0; i < width; i++) {
    const mean = divide(statistics.moment(0, i + 1), weight)
    means[i] = toNumber(mean)
    const split = SPLITTER * mean.hi
    const a1 = split - (split - mean.hi)
    const a2 = mean.hi - a1
    for (let j = i; j <= width; j++, k++, row++) {
      const sum = hi[j + 1] as number
      const splitSum = SPLITTER * sum
      const b1 = splitSum - (splitSum - sum)
      const b2 = sum - b1
      const product = mean.hi * sum
      const error = a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2 + mean.hi * (lo[j + 1] as number) + mean.lo * sum
      const own = hi[row] as number
      const difference = own - product
      const back = difference - own
      moments[k] = difference + (own - (difference - back) + (-product - back) + ((lo[row] as number) - error))
    }
  }
  means[width] = toNumber(divide(statistics.moment(0, width + 1), weight))
}
