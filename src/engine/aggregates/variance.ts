import type { Aggregate, RowWith } from './aggregate.ts'
import { at, type NumericAggregate, numericAggregate } from './numericAggregate.ts'

/**
 * Sample variance of a column (divisor n − 1; null for fewer than two values).
 *
 * Welford's update and Chan, Golub and LeVeque's merge (Updating formulae and a pairwise algorithm, 1979): no digits are
 * lost where the mean is large against the spread.
 */
export function variance<C extends string>(column: C): Aggregate<RowWith<C, number | Date>, number | null> {
  return numericAggregate('variance', column, moments(sampleVariance))
}

/** Sample standard deviation: the square root of {@link variance}. */
export function stddev<C extends string>(column: C): Aggregate<RowWith<C, number | Date>, number | null> {
  return numericAggregate(
    'stddev',
    column,
    moments((n, m2) => {
      const v = sampleVariance(n, m2)
      return v === null ? null : Math.sqrt(v)
    }),
  )
}

function sampleVariance(n: number, m2: number): number | null {
  return n < 2 ? null : m2 / (n - 1)
}

/** State: n, mean, sum of squared deviations. */
function moments(value: (n: number, m2: number) => number | null): NumericAggregate<number | null> {
  return {
    initial: [0, 0, 0],
    add: (numbers, i, v) => {
      const n = at(numbers, i) + 1
      const delta = v - at(numbers, i + 1)
      const mean = at(numbers, i + 1) + delta / n
      numbers[i] = n
      numbers[i + 1] = mean
      numbers[i + 2] = at(numbers, i + 2) + delta * (v - mean)
    },
    merge: (numbers, i, other, j) => {
      const [n, m] = [at(numbers, i), at(other, j)]
      if (m === 0) return
      const delta = at(other, j + 1) - at(numbers, i + 1)
      numbers[i] = n + m
      numbers[i + 1] = at(numbers, i + 1) + (delta * m) / (n + m)
      numbers[i + 2] = at(numbers, i + 2) + at(other, j + 2) + (delta * delta * n * m) / (n + m)
    },
    value: (numbers, i) => value(at(numbers, i), at(numbers, i + 2)),
    inline: number =>
      `const seen = ++${number(0)}, delta = v - ${number(1)}, mean = ${number(1)} + delta / seen; ${number(1)} = mean; ${number(2)} += delta * (v - mean);`,
  }
}
