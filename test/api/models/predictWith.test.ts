import { expect, expectTypeOf, test } from 'vitest'
import { env, ml, WatermarkStrategy } from '../../../src/api/index.ts'
import type { ModelUpdate } from '../../../src/api/models/modelUpdates.ts'
import { PredictWith } from '../../../src/api/models/predictWith.ts'
import type { ProcessContext } from '../../../src/engine/processFunction.ts'

const MINUTE = 60_000
interface Row {
  readonly ts: number
  readonly x: number
}
const monotonous = <T extends { readonly ts: number }>() =>
  WatermarkStrategy.forMonotonousTimestamps<T>().withTimestampAssigner(row => row.ts)

const rowsAt = (...minutes: number[]) =>
  env
    .fromCollection(minutes.map((minute): Row => ({ ts: minute * MINUTE, x: minute })))
    .assignTimestampsAndWatermarks(monotonous<Row>())

/** Version k predicts k × x, and has learned up to its minute. */
const updatesAt = (...minutes: number[]) =>
  env.fromCollection(
    minutes.map((minute, i): ModelUpdate => {
      const model = new ml.LinearRegression().fit([{ x: 0 }, { x: 1 }], [0, i + 1])
      return { timestamp: minute * MINUTE, version: i + 1, model: model.toJSON() }
    }),
  )

const features = ['x'] as const

test("rows wait for a model that is not too old: Flink ML's rule, row time − delay ≤ model time", async () => {
  for (const [maxModelDelay, delay] of [
    [0, 0],
    ['1min', 1],
    ['5min', 5],
  ] as const) {
    const rows = [1, 2, 3, 6, 7, 9]
    const found = await ml
      .predictWith(rowsAt(...rows), updatesAt(0, 3, 6, 9), { features, maxModelDelay })
      .executeAndCollect()
    expect(found.map(row => row.x).sort()).toEqual(rows)
    for (const row of found) {
      expect(row.ts - delay * MINUTE).toBeLessThanOrEqual(row.modelTimestamp)
      // The stamps are those of the model that predicted.
      expect(row.prediction).toBeCloseTo(row.modelVersion * row.x, 9)
      expect(row.modelTimestamp).toBe(([0, 3, 6, 9][row.modelVersion - 1] as number) * MINUTE)
    }
  }
})

test('rows that no model comes for: predicted by the newest when all has ended, left out, or an error where there is none', async () => {
  const run = (atEnd: 'predict' | 'drop', ...updates: number[]) =>
    ml.predictWith(rowsAt(1, 50), updatesAt(...updates), { features, maxModelDelay: '1min', atEnd }).executeAndCollect()
  const predicted = await run('predict', 2, 10)
  expect(predicted.map(row => row.x)).toEqual([1, 50])
  expect(predicted[1]).toMatchObject({ modelVersion: 2, modelTimestamp: 10 * MINUTE })
  expect((await run('drop', 2, 10)).map(row => row.x)).toEqual([1])
  expect(await run('drop')).toEqual([])
  const again = ml.predictWith(rowsAt(1, 50), updatesAt(2, 10), { features, atEnd: 'drop' })
  expect(await again.executeAndCollect()).toEqual(await again.executeAndCollect())
  await expect(run('predict')).rejects.toThrow(/2 rows wait, and no model ever came/)
})

test('more rows than may wait are an error that says which model is the newest', async () => {
  const run = ml.predictWith(rowsAt(...Array.from({ length: 30 }, (_, i) => 10 + i)), updatesAt(0), {
    features,
    maxWaiting: 20,
  })
  await expect(run.executeAndCollect()).rejects.toThrow(
    /more than 20 rows wait for a model; the newest is of (none|1970)/,
  )
})

test('training and predicting on two streams: versions count up, nothing is lost', async () => {
  const labelled = Array.from({ length: 250 }, (_, i) => ({ ts: i * 1000, x: i % 17, label: 3 * (i % 17) + 1 }))
  const training = env.fromCollection(labelled).assignTimestampsAndWatermarks(monotonous<(typeof labelled)[number]>())
  const model = ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression())
  const updates = ml.modelUpdates(training, model, { features: ['x'], label: 'label', every: 100 })
  const sent = await updates.executeAndCollect()
  expect(sent.map(({ version, timestamp }) => [version, timestamp])).toEqual([
    [1, 99_000],
    [2, 199_000],
    [3, 249_000],
  ])
  expect(ml.fromJSON(sent[0]?.model).n).toBe(100)
  const rows = env
    .fromCollection([10, 100, 240].map(second => ({ ts: second * 1000, x: second })))
    .assignTimestampsAndWatermarks(monotonous<Row>())
  const predicted = await ml
    .predictWith(rows, env.fromCollection(sent), { features, maxModelDelay: '10s' })
    .executeAndCollect()
  expectTypeOf(predicted[0]?.prediction).toEqualTypeOf<number | undefined>()
  expect(predicted).toHaveLength(3)
  for (const row of predicted) {
    expect(row.prediction).toBeCloseTo(3 * row.x + 1, 8)
    expect(row.ts - 10_000).toBeLessThanOrEqual(row.modelTimestamp)
  }
})

test('classifiers too; what the updates hold must be said', async () => {
  const model = new ml.GaussianNB().fit([{ x: 1 }, { x: 2 }, { x: 8 }, { x: 9 }], ['low', 'low', 'high', 'high'])
  const updates = env.fromCollection([{ timestamp: 10 * MINUTE, version: 7, model: model.toJSON() }])
  const found = await ml.predictWith(rowsAt(1, 9), updates, { features, kind: 'classifier' }).executeAndCollect()
  expect(found.map(row => [row.prediction, row.modelVersion])).toEqual([
    ['low', 7],
    ['high', 7],
  ])
  await expect(ml.predictWith(rowsAt(1), updates, { features }).executeAndCollect()).rejects.toThrow(
    /the updates hold a classifier/,
  )
})

test('rows without event time, and wrong options, are refused', async () => {
  const timeless = env.fromCollection([{ x: 1 }])
  await expect(ml.predictWith(timeless, updatesAt(1), { features }).executeAndCollect()).rejects.toThrow(
    /no event time/,
  )
  expect(() => ml.predictWith(timeless, updatesAt(1), { features, maxWaiting: 0 })).toThrow(/maxWaiting: 0/)
  expect(() => ml.predictWith(timeless, updatesAt(1), { features, atEnd: 'wait' as never })).toThrow(/atEnd: "wait"/)
  expect(() => ml.predictWith(timeless, updatesAt(1), { features, delay: 1 } as never)).toThrow(/delay/)
  const labelled = env.fromCollection([{ x: 1, y: 1 }])
  const model = new ml.LinearRegression()
  expect(() => ml.modelUpdates(labelled, model, { features: ['x'], label: 'y', every: 0 })).toThrow(/every: 0/)
  await expect(ml.modelUpdates(labelled, model, { features: ['x'], label: 'y' }).executeAndCollect()).rejects.toThrow(
    /no event time/,
  )
})

test('saved while rows wait, and restored, it goes on the same', () => {
  const settings = { features, delayMs: MINUTE, maxWaiting: 100, atEnd: 'predict', kind: 'regressor' } as const
  const model = new ml.LinearRegression().fit([{ x: 0 }, { x: 1 }], [0, 2]).toJSON()
  const run = (saves: boolean) => {
    const found: object[] = []
    const out = { collect: (row: object) => found.push(row) }
    let process = new PredictWith<Row, object>(settings)
    for (const [step, minute] of [1, 4, 2, 9, 12, 15].entries()) {
      const context = { timestamp: minute * MINUTE } as ProcessContext
      if (step % 2) process.processElement2({ timestamp: minute * MINUTE, version: step, model }, context, out)
      else process.processElement1({ ts: minute * MINUTE, x: minute }, context, out)
      if (!saves) continue
      const saved = JSON.parse(JSON.stringify(process.snapshotState()))
      process = new PredictWith(settings)
      process.restoreState(saved)
    }
    process.endInput(out)
    return found
  }
  expect(run(false)).toHaveLength(3)
  expect(run(true)).toEqual(run(false))
})
