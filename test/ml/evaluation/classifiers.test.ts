import { expect, expectTypeOf, test } from 'vitest'
import { env } from '../../../src/api/env.ts'
import { evaluation } from '../../../src/api/evaluation.ts'
import type { WatermarkStrategy as Strategy } from '../../../src/engine/watermarkStrategy.ts'
import { WatermarkStrategy } from '../../../src/engine/watermarkStrategy.ts'
import { DummyClassifier } from '../../../src/ml/dummy/dummyClassifier.ts'
import type { ClassLabel } from '../../../src/ml/estimator/classifier.ts'
import { compare } from '../../../src/ml/evaluation/compare.ts'
import { createEvaluation } from '../../../src/ml/evaluation/evaluation.ts'
import { learnFrom } from '../../../src/ml/evaluation/learnFrom.ts'
import { predict } from '../../../src/ml/evaluation/predict.ts'
import { prequential } from '../../../src/ml/evaluation/prequential.ts'
import { LinearRegression } from '../../../src/ml/linear/linearRegression.ts'
import { Accuracy } from '../../../src/ml/metrics/accuracy.ts'
import { accuracyScore, logLoss } from '../../../src/ml/metrics/classificationScores.ts'
import { LogLoss } from '../../../src/ml/metrics/logLoss.ts'
import { MAE } from '../../../src/ml/metrics/mae.ts'
import { MaxError } from '../../../src/ml/metrics/maxError.ts'
import { RMSE } from '../../../src/ml/metrics/rmse.ts'
import { meanAbsoluteError } from '../../../src/ml/metrics/scores.ts'

interface Mail {
  readonly at: number
  readonly words: number
  readonly kind: 'spam' | 'ham' | null
}

const mails: readonly Mail[] = Array.from({ length: 200 }, (_, i) => ({
  at: 1000 * i,
  words: Math.sin(i) * 100,
  kind: i % 10 === 9 ? null : i % 3 === 0 ? 'spam' : 'ham',
}))

interface Trip {
  readonly id: number
  readonly km: number
  readonly minutes: number
}

const trips: readonly Trip[] = Array.from({ length: 120 }, (_, id) => ({
  id,
  km: 5 + (id % 17),
  minutes: 8 + 2.5 * (id % 17) + Math.sin(id * 7),
}))

test('rows of a classifier carry class, probabilities and whether it was right, as before the row was learned', async () => {
  const scored = await env
    .fromCollection(mails)
    .process(prequential(new DummyClassifier(), { features: ['words'], label: 'kind' }))
    .executeAndCollect()
  expectTypeOf(scored[0]?.prediction).toEqualTypeOf<ClassLabel | null | undefined>()
  expectTypeOf(scored[0]?.correct).toEqualTypeOf<boolean | null | undefined>()
  expect(scored[0]).toEqual({
    ...mails[0],
    prediction: null,
    probability: null,
    probabilities: {},
    modelVersion: 0,
    correct: false,
  })
  // Learned by then: spam, ham, ham, spam.
  expect(scored[4]).toEqual({
    ...mails[4],
    prediction: 'spam',
    probability: 0.5,
    probabilities: { spam: 0.5, ham: 0.5 },
    modelVersion: 4,
    correct: false,
  })
  expect(scored[9]).toMatchObject({ correct: null, modelVersion: 9 })
  expect(scored[10]?.modelVersion).toBe(9)
})

test('predict asks a classifier and teaches it nothing', () => {
  const model = new DummyClassifier()
  for (const { words, kind } of mails.slice(0, 4)) if (kind) model.learnOne({ words }, kind)
  const [row] = predict<Mail, DummyClassifier>(model, { features: ['words'] }).mapBatch?.(mails.slice(0, 1)) ?? []
  expect(row).toEqual({
    ...mails[0],
    prediction: 'spam',
    probability: 0.5,
    probabilities: { spam: 0.5, ham: 0.5 },
    modelVersion: 4,
  })
  expect(model.n).toBe(4)
})

test('metrics about classes score rows of a classifier: cumulative, windowed and fading', async () => {
  const all = await env
    .fromCollection(mails)
    .process(prequential(new DummyClassifier(), { features: ['words'], label: 'kind' }))
    .executeAndCollect()
  const scored = all.filter(row => row.kind !== null)
  const rows = await evaluation(env.fromCollection(all), {
    metrics: [Accuracy, LogLoss],
    label: 'kind',
    window: 40,
    every: 30,
    fading: 0.9,
  }).executeAndCollect()
  expect(rows.map(row => row.n)).toEqual([30, 60, 90, 120, 150, 180])
  const truth = scored.map(row => row.kind as string)
  const said = scored.map(row => String(row.prediction))
  const last = rows.at(-1)
  expect(last?.Accuracy).toBeCloseTo(accuracyScore(truth, said), 12)
  expect(last?.windowAccuracy).toBeCloseTo(accuracyScore(truth.slice(-40), said.slice(-40)), 12)
  const probabilities = scored.map(row => row.probabilities)
  expect(last?.windowLogLoss).toBeCloseTo(logLoss(truth.slice(-40), probabilities.slice(-40)), 12)
  const weights = truth.map((_, i) => 0.9 ** (truth.length - 1 - i))
  expect(last?.fadingAccuracy).toBeCloseTo(accuracyScore(truth, said, { sampleWeight: weights }), 12)
})

test('fading stays right where weights would overflow, and after a restart', () => {
  const options = { metrics: [MAE, RMSE], fading: 0.5, every: 3000 } as const
  const rows = Array.from({ length: 3000 }, (_, i) => ({ prediction: 0, residual: i % 7 }))
  let evaluating = createEvaluation(options)
  const figures: (number | null)[] = []
  for (const [i, row] of rows.entries()) {
    if (i === 1234) {
      const state: unknown = JSON.parse(JSON.stringify(evaluating.snapshotState?.()))
      evaluating = createEvaluation(options)
      evaluating.restoreState?.(state)
    }
    evaluating.processElement(row, undefined, { collect: value => figures.push(value.fadingMAE) })
  }
  let expected = 0
  for (const { residual } of rows) expected = 0.5 * expected + residual
  expect(figures).toHaveLength(1)
  expect(figures[0]).toBeCloseTo(expected / 2, 12)
})

test('a window of event time holds the rows of that time', async () => {
  const strategy: Strategy<Mail> = WatermarkStrategy.forMonotonousTimestamps<Mail>().withTimestampAssigner('at')
  const timed = env.fromCollection(mails).assignTimestampsAndWatermarks(strategy)
  const rows = await evaluation(
    timed.map(mail => ({ ...mail, prediction: 0, residual: mail.at })),
    { metrics: [MAE], window: '30s', every: 50 },
  ).executeAndCollect()
  // The 30 newest of row 50: 20 s … 49 s.
  expect(rows[0]?.windowMAE).toBeCloseTo(34_500, 9)
  const untimed = evaluation(
    env.fromCollection(mails).map(mail => ({ ...mail, prediction: 0, residual: 1 })),
    { metrics: [MAE], window: '30s' },
  )
  await expect(untimed.executeAndCollect()).rejects.toThrow(/no event time/)
})

test('metrics that do not fit rows or options are refused', () => {
  expect(() => createEvaluation({ metrics: [MAE, Accuracy] as never })).toThrow(
    /MAE are about numbers, Accuracy about classes/,
  )
  expect(() => createEvaluation({ metrics: [Accuracy] } as never)).toThrow(/label: undefined is no column/)
  expect(() => createEvaluation({ metrics: [MAE, MAE] })).toThrow(/MAE is named twice/)
  expect(() => createEvaluation({ metrics: [MaxError], fading: 0.9 })).toThrow(/MaxError cannot fade/)
  expect(() => createEvaluation({ metrics: [MAE], fading: 2 })).toThrow(/fading: 2 is no factor/)
  const scored = env.fromCollection(trips).map(trip => ({ ...trip, prediction: 1, residual: 2 }))
  // @ts-expect-error metrics about classes need the label's column
  expect(() => evaluation(scored, { metrics: [Accuracy] })).toThrow(/label/)
})

test('several models on one stream, beside a baseline', async () => {
  const options = { features: ['km'], label: 'minutes', metrics: [MAE, RMSE], window: 50, every: 40 } as const
  const models = () => ({ linear: new LinearRegression(), flat: new LinearRegression({ l2: 1e9 }) })
  const rows = await env.fromCollection(trips).process(compare(models(), options)).executeAndCollect()
  expect(Object.keys(rows[0] ?? {})).toEqual([
    'n',
    ...['linear', 'flat', 'baseline'].flatMap(name =>
      ['MAE', 'RMSE', 'windowMAE', 'windowRMSE'].map(metric => `${name}_${metric}`),
    ),
  ])
  expect(rows.map(row => row.n)).toEqual([40, 80, 120])
  const scored =
    prequential<Trip, 'minutes'>(new LinearRegression(), { features: ['km'], label: 'minutes' }).mapBatch?.(trips) ?? []
  const last = rows.at(-1)
  expect(last?.linear_MAE).toBe(
    meanAbsoluteError(
      scored.map(row => row.minutes),
      scored.map(row => row.prediction),
    ),
  )
  // The baseline says the mean of the labels before.
  const means = trips.map((_, i) => trips.slice(0, i).reduce((sum, trip) => sum + trip.minutes / i, 0))
  expect(last?.baseline_MAE).toBeCloseTo(
    meanAbsoluteError(
      trips.map(trip => trip.minutes),
      means,
    ),
    9,
  )
  expect(last?.linear_windowMAE as number).toBeLessThan((last?.baseline_windowMAE as number) / 3)
  expectTypeOf(last?.flat_windowRMSE).toEqualTypeOf<number | null | undefined>()
})

test('a comparison goes on identically after a restart, also with delayed labels', () => {
  const options = { features: ['km'], label: 'minutes', metrics: [MAE], every: 10, delay: 5, fading: 0.9 } as const
  const create = () =>
    compare<Trip, 'minutes', { a: LinearRegression }, [typeof MAE], 0.9>(
      { a: new LinearRegression() },
      options as never,
    )
  const run = (restoreAt: number) => {
    let comparing = create()
    const emitted: unknown[] = []
    for (const [i, trip] of trips.entries()) {
      if (i === restoreAt) {
        const state: unknown = JSON.parse(JSON.stringify(comparing.snapshotState?.()))
        comparing = create()
        comparing.restoreState?.(state)
      }
      comparing.processElement(trip, undefined, { collect: row => emitted.push(row) })
    }
    comparing.endInput?.({ collect: row => emitted.push(row) })
    return emitted
  }
  expect(run(33)).toEqual(run(-1))
})

test('classifiers are compared by metrics about classes; kinds and names are checked', async () => {
  const rows = await env
    .fromCollection(mails)
    .process(
      compare(
        { last: new DummyClassifier({ strategy: 'last' }) },
        { features: ['words'], label: 'kind', metrics: [Accuracy], baseline: 'mostFrequent', every: 180 },
      ),
    )
    .executeAndCollect()
  expect(rows).toHaveLength(1)
  expect(rows[0]?.baseline_Accuracy as number).toBeGreaterThan(rows[0]?.last_Accuracy as number)
  const call =
    (models: object, metrics: readonly unknown[] = [MAE]) =>
    () =>
      compare<Trip, 'minutes', { a: LinearRegression }, [typeof MAE]>(models as never, {
        features: ['km'],
        label: 'minutes',
        metrics: metrics as never,
      })
  expect(call({})).toThrow(/models: \{\} are none/)
  expect(call({ baseline: new LinearRegression() })).toThrow(/cannot be called 'baseline'/)
  expect(call({ a: new LinearRegression(), b: new DummyClassifier() })).toThrow(/'b' is a classifier/)
  expect(call({ a: new LinearRegression() }, [Accuracy])).toThrow(/Accuracy does not suit a regressor/)
})

test('labels of a stream of their own are joined by key, and learned when they come', async () => {
  const model = new LinearRegression()
  const departures = trips.map(({ id, km }) => ({ id, km }))
  const arrivals = [...trips].reverse().map(({ id, minutes }) => ({ id, minutes }))
  const scored = await env
    .fromCollection(departures)
    .connect(env.fromCollection(arrivals))
    .process(learnFrom(model, { features: ['km'], label: 'minutes', key: 'id' }))
    .executeAndCollect()
  expect(scored).toHaveLength(120)
  expect(model.n).toBe(120)
  for (const row of scored) expect(row.residual).toBeCloseTo(row.minutes - row.prediction, 12)
  expect(new Set(scored.map(row => row.id)).size).toBe(120)
})

test('a row keeps the prediction it got when it came; waiting is bounded; nothing is lost at a restart', () => {
  type Departure = Pick<Trip, 'id' | 'km'>
  type Arrival = Pick<Trip, 'id' | 'minutes'>
  const create = (maxWaiting?: number) => {
    const model = new LinearRegression()
    return learnFrom<Departure, Arrival, 'minutes'>(model, {
      features: ['km'],
      label: 'minutes',
      key: 'id',
      maxWaiting,
    })
  }
  const out: unknown[] = []
  const collector = { collect: (row: unknown) => void out.push(row) }
  let joining = create()
  const restart = () => {
    const state: unknown = JSON.parse(JSON.stringify(joining.snapshotState?.()))
    joining = create()
    joining.restoreState?.(state)
  }
  joining.processElement1({ id: 1, km: 2 }, undefined, collector)
  restart()
  joining.processElement2({ id: 2, minutes: 9 }, undefined, collector)
  restart()
  joining.processElement1({ id: 2, km: 4 }, undefined, collector)
  joining.processElement1({ id: 3, km: 6 }, undefined, collector)
  restart()
  joining.processElement2({ id: 1, minutes: 5 }, undefined, collector)
  joining.processElement2({ id: 3, minutes: 12 }, undefined, collector)
  expect(out).toEqual([
    { id: 2, km: 4, minutes: 9, prediction: 0, residual: 9, modelVersion: 0 },
    { id: 1, km: 2, minutes: 5, prediction: 0, residual: 5, modelVersion: 0 },
    { id: 3, km: 6, minutes: 12, prediction: 9, residual: 3, modelVersion: 1 },
  ])
  const bounded = create(1)
  bounded.processElement1({ id: 1, km: 2 }, undefined, collector)
  bounded.processElement1({ id: 2, km: 2 }, undefined, collector)
  out.length = 0
  bounded.processElement2({ id: 1, minutes: 5 }, undefined, collector)
  bounded.processElement2({ id: 2, minutes: 5 }, undefined, collector)
  expect(out).toHaveLength(1)
  expect(() => bounded.processElement1({ km: 2 } as never, undefined, collector)).toThrow(/key 'id' is missing/)
  expect(() => create(0)).toThrow(/maxWaiting: 0/)
})
