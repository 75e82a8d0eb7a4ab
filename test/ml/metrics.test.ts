import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { createEvaluation, type EvaluationRow } from '../../src/ml/evaluation/evaluation.ts'
import { MAE } from '../../src/ml/metrics/mae.ts'
import type { Metric } from '../../src/ml/metrics/metric.ts'
import { MSE } from '../../src/ml/metrics/mse.ts'
import { R2 } from '../../src/ml/metrics/r2.ts'
import { RMSE } from '../../src/ml/metrics/rmse.ts'
import { meanAbsoluteError, meanSquaredError, r2Score, rootMeanSquaredError } from '../../src/ml/metrics/scores.ts'
import { WindowedMetrics } from '../../src/ml/metrics/windowedMetrics.ts'

const CLASSES = [MAE, MSE, RMSE, R2] as const
const random = seededRandom(5)
const pairs = Array.from(
  { length: 300 },
  () => [1e6 + 10 * random(), 1e6 + 10 * random(), Math.floor(3 * random())] as const,
)

/** The figures of scikit-learn's documentation for these four values. */
const TRUE = [3, -0.5, 2, 7]
const PREDICTED = [2.5, 0.0, 2, 8]

test("scikit-learn's documented examples", () => {
  expect(meanAbsoluteError(TRUE, PREDICTED)).toBe(0.5)
  expect(meanSquaredError(TRUE, PREDICTED)).toBe(0.375)
  expect(rootMeanSquaredError(TRUE, PREDICTED)).toBeCloseTo(0.6123724356957945, 15)
  expect(r2Score(TRUE, PREDICTED)).toBeCloseTo(0.9486081370449679, 15)
  expect(meanSquaredError({ values: TRUE }, Float64Array.from(PREDICTED))).toBe(0.375)
})

test('columns that cannot be scored', () => {
  expect(() => meanSquaredError([1, 2], [1])).toThrow(/MSE of yTrue and yPred: 2 and 1 values/)
  expect(() => meanSquaredError([], [])).toThrow(/MSE is not defined for 0 rows/)
  expect(() => r2Score([2, 2], [1, 2])).toThrow(/R2 is not defined for 2 rows of one true value/)
  expect(() => meanAbsoluteError([1, Number.NaN], [1, 2])).toThrow(/yTrue in row 1: NaN is not a finite number/)
  expect(() => meanAbsoluteError([1, 2], [1, null])).toThrow(/yPred in row 1: null is missing/)
  expect(() => meanAbsoluteError('12' as never, [1, 2])).toThrow(/yTrue: "12" is no column of numbers/)
})

describe.each(CLASSES.map(Class => ({ name: Class.metricName, make: (): Metric => new Class() })))('$name', ({
  make,
}) => {
  const filled = (from: number, to: number): Metric => {
    const metric = make()
    for (const [y, p, w] of pairs.slice(from, to)) metric.add(y, p, w)
    return metric
  }

  test('merged parts equal the whole; a saved state goes on identically', () => {
    const whole = filled(0, 300)
    for (const cut of [0, 1, 150, 299, 300]) {
      const left = filled(0, cut)
      left.merge(filled(cut, 300))
      expect(left.value).toBeCloseTo(whole.value as number, 10)
    }
    const resumed = make()
    resumed.restore(JSON.parse(JSON.stringify(filled(0, 100))))
    for (const [y, p, w] of pairs.slice(100)) resumed.add(y, p, w)
    expect(resumed.value).toBe(whole.value)
  })

  test('weights count as repetitions, nothing as null', () => {
    const repeated = make()
    for (const [y, p, w] of pairs) for (let i = 0; i < w; i++) repeated.add(y, p)
    expect(filled(0, 300).value).toBeCloseTo(repeated.value as number, 10)
    expect(make().value).toBeNull()
  })
})

test('a window forgets completely: after 1e16, the figures of the newest records alone', () => {
  const windowed = new WindowedMetrics(10, CLASSES)
  for (let i = 0; i < 5; i++) windowed.add(1e16, 0)
  for (const [y, p] of pairs) windowed.add(y, p)
  const alone = CLASSES.map(Class => {
    const metric: Metric = new Class()
    for (const [y, p] of pairs.slice(-10)) metric.add(y, p)
    return metric.value
  })
  expect(windowed.values()).toEqual(alone)
})

describe('evaluation', () => {
  const scored = pairs.map(([y, prediction]) => ({ prediction, residual: y - prediction, y }))
  type Row = EvaluationRow<readonly [typeof MAE, typeof R2]>
  const run = (rows: readonly (typeof scored)[number][], every?: number, restoreAt = -1, label?: string): Row[] => {
    const emitted: Row[] = []
    const out = { collect: (row: Row): void => void emitted.push(row) }
    let evaluation = createEvaluation({ metrics: [MAE, R2], window: 40, every, label })
    for (const [i, row] of rows.entries()) {
      if (i === restoreAt) {
        const state: unknown = JSON.parse(JSON.stringify(evaluation.snapshotState?.()))
        evaluation = createEvaluation({ metrics: [MAE, R2], window: 40, every, label })
        evaluation.restoreState?.(state)
      }
      evaluation.processElement(row, undefined, out)
    }
    evaluation.endInput?.(out)
    return emitted
  }

  test('figures every so many rows, and once more at the end', () => {
    const rows = run(scored.slice(0, 105), 25)
    expect(rows.map(row => row.n)).toEqual([25, 50, 75, 100, 105])
    expect(Object.keys(rows[0] as Row)).toEqual(['n', 'MAE', 'R2', 'windowMAE', 'windowR2'])
    const y = (from: number, to: number): number[] => scored.slice(from, to).map(row => row.prediction + row.residual)
    const p = (from: number, to: number): number[] => scored.slice(from, to).map(row => row.prediction)
    expect(rows[2]?.MAE).toBeCloseTo(meanAbsoluteError(y(0, 75), p(0, 75)), 12)
    expect(rows[2]?.windowMAE).toBeCloseTo(meanAbsoluteError(y(35, 75), p(35, 75)), 12)
    expect(rows[4]?.windowR2).toBeCloseTo(r2Score(y(65, 105), p(65, 105)), 12)
    expect(run(scored.slice(0, 100), 25).map(row => row.n)).toEqual([25, 50, 75, 100])
    expect(run(scored).length).toBe(75) // a tenth of the window
    expect(run([])).toEqual([])
  })

  test('snapshot and restore at any row give the same figures', () => {
    const straight = run(scored, 7)
    for (let at = 0; at < 300; at += 13) expect(run(scored, 7, at)).toEqual(straight)
  })

  test('a label column instead of the residual; rows without a label are passed over', () => {
    const withLabel = run(
      scored.map(row => ({ ...row, residual: Number.NaN })),
      25,
      -1,
      'y',
    )
    expect(withLabel.at(-1)?.MAE).toBeCloseTo(run(scored, 25).at(-1)?.MAE as number, 9)
    const some = scored.map((row, i) => (i % 2 ? row : { ...row, residual: null as never }))
    expect(run(some, 25).at(-1)?.n).toBe(150)
  })

  test('wrong options and rows', () => {
    expect(() => createEvaluation({ metrics: [] })).toThrow(/metrics: \[\] is not a list of metrics.*ml\.MAE/)
    expect(() => createEvaluation({ metrics: ['MAE'] as never })).toThrow(/is not a list of metrics/)
    expect(() => createEvaluation({ metrics: [MAE], window: 0 })).toThrow(/window: 0 is not a number of rows/)
    expect(() => createEvaluation({ metrics: [MAE], every: 1.5 })).toThrow(/every: 1.5 is not a number of rows/)
    expect(() => createEvaluation({ metrics: [MAE], windw: 5 } as never)).toThrow(/unknown option 'windw'.*'window'/)
    expect(() => run([{ prediction: 'x', residual: 1, y: 1 } as never])).toThrow(/column 'prediction': "x" is text/)
    expect(() => run([{ prediction: 1, y: 1 } as never])).toThrow(/column 'residual': undefined is missing/)
  })
})
