import { describe, expect, test } from 'vitest'
import { prequential } from '../../../src/ml/evaluation/prequential.ts'
import type { RowContext } from '../../../src/ml/evaluation/rowFunction.ts'
import { SGDRegressor } from '../../../src/ml/gradient/sgdRegressor.ts'
import { LinearRegression } from '../../../src/ml/linear/linearRegression.ts'
import { meanAbsoluteError } from '../../../src/ml/metrics/scores.ts'
import { pipeline } from '../../../src/ml/pipeline/pipeline.ts'
import { StandardScaler } from '../../../src/ml/preprocessing/standardScaler.ts'
import { goldenJson, hasGolden, numberRows } from '../golden.ts'

interface Row {
  readonly id: number
  readonly x: number
  readonly day: number
  readonly y: number | null
}

const rows: Row[] = Array.from({ length: 30 }, (_, id) => ({
  id,
  x: Math.sin(id),
  day: Math.floor(id / 3),
  y: id % 7 === 6 ? null : 3 * Math.sin(id) + id,
}))

/** The predictions when row i is predicted by a model that has learned rows 0 … known(i) − 1. */
function reference(known: (i: number) => number): number[] {
  return rows.map((row, i) => {
    const model = new LinearRegression()
    model.useFeatures(['x'])
    for (const { x, y } of rows.slice(0, known(i))) if (y !== null) model.learnOne({ x }, y)
    return model.predictOne({ x: row.x })
  })
}

describe.skipIf(!hasGolden)("River's progressive_val_score with delays (needs ../shared/golden)", () => {
  const { runs } = hasGolden
    ? goldenJson<{ runs: readonly { readonly name: string; readonly MAE: number }[] }>('river_runs.json')
    : { runs: [] }
  const data = hasGolden ? numberRows('golden/data/trump_approval.csv') : []
  const features = ['ordinal_date', 'gallup', 'ipsos', 'morning_consult', 'rasmussen', 'you_gov']

  test.each([
    { name: 'trump.std.LR(.1).progressive_val(moment=index, delay=100)', delay: 100 },
    {
      name: 'trump.std.LR(.1).progressive_val(moment=ordinal_date, delay=10)',
      delay: { moment: 'ordinal_date', by: 10 },
    },
  ])('$name', ({ name, delay }) => {
    const model = pipeline(new StandardScaler(), new SGDRegressor({ interceptLearningRate: 0.1 }))
    const label = Object.keys(data[0] ?? {}).find(column => !features.includes(column)) as string
    const scored = prequential<Record<string, number>, string>(model, { features, label, delay }).mapBatch?.(data) ?? []
    const mae = meanAbsoluteError(
      scored.map(row => row[label]),
      scored.map(row => row.prediction),
    )
    const expected = runs.find(run => run.name === name)?.MAE as number
    expect(scored).toHaveLength(1001)
    expect(Math.abs(mae / expected - 1)).toBeLessThan(1e-9)
  })
})

describe('a label that comes later', () => {
  const run = (delay: never, timestamp?: 'day', restoreAt?: number) => {
    const fresh = () => {
      const model = new LinearRegression()
      return { model, scoring: prequential<Row, 'y'>(model, { features: ['x'], label: 'y', delay, timestamp }) }
    }
    let { model, scoring } = fresh()
    const predictions: number[] = []
    for (const [i, row] of rows.entries()) {
      if (i === restoreAt) {
        const state: unknown = JSON.parse(JSON.stringify(scoring.snapshotState?.()))
        ;({ model, scoring } = fresh())
        scoring.restoreState?.(state)
      }
      const context: RowContext = { timestamp: 60_000 * row.id }
      scoring.processElement(row, context, { collect: out => predictions.push(out.prediction) })
    }
    scoring.endInput?.({ collect: () => {} })
    return { predictions, n: model.n }
  }

  test.each([
    ['records', 4, (i: number) => Math.max(0, i - 3)],
    ['no delay', 0, (i: number) => i],
    ['event time', '10min', (i: number) => Math.max(0, i - 9)],
    ["a column's numbers", { moment: 'day', by: 2 }, (i: number) => Math.max(0, 3 * (Math.floor(i / 3) - 1))],
  ])('by %s', (_, delay, known) => {
    const { predictions, n } = run(delay as never)
    const expected = reference(known)
    for (const [i, prediction] of predictions.entries()) expect(prediction).toBeCloseTo(expected[i] as number, 9)
    expect(n).toBe(rows.filter(row => row.y !== null).length)
  })

  test.each([4, '10min', { moment: 'day', by: 2 }])('%j: snapshot and restore at every record', delay => {
    const straight = run(delay as never)
    for (let at = 0; at < rows.length; at += 3) expect(run(delay as never, undefined, at)).toEqual(straight)
  })

  test("a time column stands in for the rows' event time", () => {
    const scoring = prequential<Row, 'y'>(new LinearRegression(), {
      features: ['x'],
      label: 'y',
      delay: '5ms',
      timestamp: 'day',
    })
    const predictions = scoring.mapBatch?.(rows).map(row => row.prediction) ?? []
    const expected = reference(i => Math.max(0, 3 * (Math.floor(i / 3) - 4)))
    for (const [i, prediction] of predictions.entries()) expect(prediction).toBeCloseTo(expected[i] as number, 9)
  })

  test('without event time, or with no delay, the error says what to do', () => {
    const scoring = prequential<Row, 'y'>(new LinearRegression(), { features: ['x'], label: 'y', delay: '5min' })
    expect(scoring.mapBatch).toBeUndefined()
    const process = () => scoring.processElement(rows[0] as Row, { timestamp: undefined }, { collect: () => {} })
    expect(process).toThrow(/no event time\. Give the source a WatermarkStrategy/)
    for (const delay of [-1, 1.5, 'soon', { moment: 'day' }, null] as never[]) {
      const call = () => prequential<Row, 'y'>(new LinearRegression(), { features: ['x'], label: 'y', delay })
      expect(call).toThrow(/delay/)
    }
    const useless = () =>
      prequential<Row, 'y'>(new SGDRegressor(), { features: ['x'], label: 'y', timestamp: 'day', delay: 3 })
    expect(useless).toThrow(/does not look at the time/)
  })
})
