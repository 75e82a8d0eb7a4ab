import { expect, test } from 'vitest'
import * as plot from '../../src/api/plot.ts'
import { wilson } from '../../src/plot/calibrationPlot.ts'
import type { PlotSpec } from '../../src/plot/plotSpec.ts'
import { batchesOf, feed } from './helpPlot.ts'

const outcomes = [0, 0, 0, 0, 1, 1, 1, 1, 1]
const probabilities = [0.1, 0.2, 0.3, 0.4, 0.65, 0.7, 0.8, 0.9, 1]
const scored = outcomes.map((outcome, i) => ({
  defaulted: outcome,
  risk: probabilities[i] as number,
  answer: outcome ? 'yes' : 'no',
  probabilities: { yes: probabilities[i] as number, no: 1 - (probabilities[i] as number) },
}))
const calibration: PlotSpec = { kind: 'calibration', x: 'risk', y: ['defaulted'], bins: 3 }

test("a calibration curve is scikit-learn's, of the example in its documentation", () => {
  const { figure } = feed(calibration, batchesOf(scored, 2), { lookEvery: 2 })
  // sklearn 1.9.1: calibration_curve(y, p, n_bins=3) → ([0, 0.5, 1], [0.2, 0.525, 0.85])
  const curve = figure.data[1] as unknown as { x: number[]; y: number[]; customdata: string[] }
  expect(curve.y).toEqual([0, 0.5, 1])
  expect(curve.x).toEqual([0.2, 0.525, 0.85].map(value => expect.closeTo(value, 12)))
  expect(curve.customdata[0]).toBe('0 to 0.33333: 3 records')
  expect(figure.data[0]).toMatchObject({ x: [0, 1], y: [0, 1] })
  // |0.2 − 0| 3/9 + |0.525 − 0.5| 2/9 + |0.85 − 1| 4/9
  expect(figure.summary).toBe(
    'Calibration of risk against defaulted, 9 records in 3 bins, expected calibration error 0.13889.',
  )
})

test("intervals of shares are Wilson's", () => {
  // scipy 1.17.1: binomtest(k, n).proportion_ci(method='wilson')
  expect(wilson({ observed: 0.1, count: 100 })).toEqual({
    low: expect.closeTo(0.05522913706067508, 12),
    high: expect.closeTo(0.17436566150491345, 12),
  })
  expect(wilson({ observed: 0, count: 5 })).toEqual({ low: 0, high: expect.closeTo(0.43448246478317476, 12) })
})

test('probabilities of all classes, a positive class, and the newest records only', () => {
  const all = plot.calibration(scored, { label: 'answer', positive: 'yes', bins: 3 })
  expect(all.data[1]).toMatchObject({ y: [0, 0.5, 1] })
  expect((all.layout.yaxis as { title: unknown }).title).toEqual({ text: 'share of answer = yes that came true' })
  const { figure } = feed({ ...calibration, last: 4 }, batchesOf(scored, 3))
  expect(figure.data[1]).toMatchObject({ y: [1] })
  const missing = [{ defaulted: null, risk: 0.5 }, { defaulted: 1, risk: 1.5 }, ...scored]
  expect(feed(calibration, [missing]).figure.summary).toContain('2 records without both left out')
  expect(() => plot.calibration(scored, { label: 'defaulted', last: '1min' as never })).toThrow(
    'plot.calibration: last: "1min" is not possible. Give `last` as a number of records',
  )
  // @ts-expect-error there is no such column
  expect(() => plot.calibration(scored, { label: 'defaultet' })).toThrow(
    /plot.calibration: label: there is no column 'defaultet'. Did you mean 'defaulted'\?/,
  )
})

test("a confusion matrix is scikit-learn's, of the example in its documentation", () => {
  // confusion_matrix(y_true, y_pred, labels=["ant", "bird", "cat"]) → [[2, 0, 0], [0, 0, 1], [1, 0, 2]]
  const truth = ['cat', 'ant', 'cat', 'cat', 'ant', 'bird']
  const predicted = ['ant', 'ant', 'cat', 'cat', 'ant', 'cat']
  const rows = truth.map((species, i) => ({ species, prediction: predicted[i] as string | null }))
  const spec: PlotSpec = { kind: 'confusionMatrix', x: 'prediction', y: ['species'] }
  const { figure } = feed(spec, batchesOf([...rows, { species: 'cat', prediction: null }], 2), { lookEvery: 2 })
  const matrix = figure.data[0] as unknown as { x: string[]; y: string[]; z: number[][]; text: string[][] }
  expect(matrix.x).toEqual(['cat', 'ant', 'bird'])
  expect(matrix.text).toEqual([
    ['2', '1', '0'],
    ['0', '2', '0'],
    ['1', '0', '0'],
  ])
  expect(matrix.z[0]).toEqual([expect.closeTo(2 / 3, 12), expect.closeTo(1 / 3, 12), 0])
  expect(figure.summary).toBe(
    'Confusion matrix of prediction against species, 6 records, 3 classes, 66.667 % right, 1 record without both left out.',
  )
  const last = plot.confusionMatrix(rows, { label: 'species', last: 2 }).data[0]
  expect(last).toMatchObject({
    x: ['ant', 'bird', 'cat'],
    text: [
      ['1', '0', '0'],
      ['0', '0', '1'],
      ['0', '0', '0'],
    ],
  })
})

test('classes beyond fifty are one, and their names are text', () => {
  const rows = Array.from({ length: 300 }, (_, i) => ({ label: `<b>${i % 70}</b>`, prediction: `<b>${i % 70}</b>` }))
  const drawn = plot.confusionMatrix(rows, { label: 'label' }).data[0] as unknown as { x: string[]; z: unknown[] }
  expect(drawn.x).toHaveLength(51)
  expect(drawn.z).toHaveLength(51)
  expect(drawn.x[0]).toBe('&lt;b&gt;0&lt;/b&gt;')
  expect(drawn.x[50]).toBe('other')
})

test('residuals stand against predictions, with their mean along them', () => {
  const rows = Array.from({ length: 400 }, (_, i) => ({
    prediction: i,
    residual: (i % 2 ? 1 : -1) + (i >= 200 ? 5 : 0),
  }))
  const drawn = plot.residuals(rows)
  expect(drawn.data.map(trace => [trace.name, trace.mode])).toEqual([
    ['residual', 'markers'],
    ['mean', 'lines'],
  ])
  const mean = drawn.data[1] as unknown as { x: number[]; y: number[] }
  expect(mean.x).toEqual(Array.from({ length: 20 }, (_, g) => 20 * g + 9.5))
  expect(mean.y).toEqual(Array.from({ length: 20 }, (_, g) => (g < 10 ? 0 : 5)))
  expect(drawn.summary).toBe('Residuals: residual against prediction, 400 points, last residual 6.')
  const { figure } = feed({ kind: 'residuals', x: 'prediction', y: ['residual'], last: 40 }, batchesOf(rows, 30))
  expect((figure.data[1] as { y: number[] }).y).toEqual(Array(20).fill(5))
  expect(() => plot.residuals(scored as never)).toThrow(/plot.residuals: prediction: there is no column 'prediction'/)
})

test('a line for each coefficient, from arrays or objects, with bands of 95 %', () => {
  const rows = [1, 2, 3].map(n => ({
    n,
    coefficients: n === 1 ? null : [n, -n],
    standardErrors: n < 3 ? null : [1, 2],
    named: { age: n, income: -n },
  }))
  const { figure } = feed(
    {
      kind: 'coefficients',
      x: 'n',
      y: ['coefficients'],
      names: ['age', 'income'],
      columns: { x: ['n'], coefficients: ['coefficients'], standardErrors: ['standardErrors'] },
    },
    batchesOf(rows, 1),
  )
  expect(figure.data.map(trace => [trace.name, trace.x, trace.y])).toEqual([
    ['age · upper', [3], [expect.closeTo(3 + 1.959964, 6)]],
    ['age · lower', [3], [expect.closeTo(3 - 1.959964, 6)]],
    ['age', [2, 3], [2, 3]],
    ['income · upper', [3], [expect.closeTo(-3 + 2 * 1.959964, 6)]],
    ['income · lower', [3], [expect.closeTo(-3 - 2 * 1.959964, 6)]],
    ['income', [2, 3], [-2, -3]],
  ])
  expect(figure.summary).toBe('Coefficients over n, now age 3, income -3.')
  const named = plot.coefficients(rows, { x: 'n', coefficients: 'named' })
  expect(named.data.map(trace => [trace.name, trace.y])).toEqual([
    ['age', [1, 2, 3]],
    ['income', [-1, -2, -3]],
  ])
  expect(() => plot.coefficients(rows, { x: 'n', coefficients: 'n' })).toThrow(
    "plot.coefficients: y: 'n' holds 1, no coefficients.",
  )
})
