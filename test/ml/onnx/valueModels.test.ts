import { expect, test } from 'vitest'
import { ml } from '../../../src/api/index.ts'
import { RandomSource } from '../../../src/base/random.ts'
import type { Estimator } from '../../../src/ml/estimator/estimator.ts'
import { onnxModel } from '../../../src/ml/onnx/onnxModel.ts'
import { runOnnx } from './runOnnx.ts'
import { expectSame } from './sameAnswers.ts'

interface Sale {
  readonly city: string | null
  readonly size: string
  readonly rooms: number | null
  readonly area: number
}

const CITIES = ['Rome', 'Oslo', 'Łódź', '東京', 'Bern', null]

function sales(n: number, seed: number): Sale[] {
  const random = new RandomSource(seed)
  return Array.from({ length: n }, () => ({
    city: CITIES[random.below(CITIES.length)] as string | null,
    size: ['S', 'M', 'L'][random.below(3)] as string,
    rooms: random.next() < 0.2 ? null : 1 + random.below(5),
    area: 20 + 100 * random.next(),
  }))
}

const price = ({ city, size, rooms, area }: Sale): number =>
  (city?.length ?? 9) * 10 + size.charCodeAt(0) + 5 * (rooms ?? 2) + 1.3 * area + Math.sin(area)

/** Missing is the text null, and NaN. */
function columnsOf(rows: readonly Sale[], names: readonly (keyof Sale)[]) {
  const text = (value: unknown): string => (value === null ? 'null' : String(value))
  const all = {
    city: rows.map(row => text(row.city)),
    size: rows.map(row => text(row.size)),
    rooms: rows.map(row => row.rooms ?? Number.NaN),
    area: rows.map(row => row.area),
  }
  return Object.fromEntries(names.map(name => [name, all[name]]))
}

const table = (encode: () => ReturnType<typeof ml.union>) => () =>
  ml.pipeline(encode(), new ml.LinearRegression({ l2: 1 }))

const models: Readonly<Record<string, () => Estimator>> = {
  'one-hot, imputed, scaled': table(() =>
    ml.union(
      ml.columns(['rooms'], new ml.Imputer({ strategy: 'median', indicator: true }), new ml.StandardScaler()),
      ml.columns(['city', 'size'], new ml.OneHotEncoder()),
      ml.columns(['area'], new ml.StandardScaler()),
    ),
  ),
  'one-hot without the first': table(() =>
    ml.union(
      ml.columns(['city', 'size'], new ml.OneHotEncoder({ dropFirst: true }), new ml.StandardScaler()),
      ml.columns(['rooms'], new ml.Imputer({ strategy: 'constant', fill: 2 })),
      ml.columns(['area']),
    ),
  ),
  'few categories, others together': table(() =>
    ml.union(
      ml.columns(['city', 'size'], new ml.OneHotEncoder({ maxCategories: 4 })),
      ml.columns(['rooms'], new ml.Imputer({ strategy: 'mostFrequent' }), new ml.MinMaxScaler()),
      ml.columns(['area']),
    ),
  ),
  ordinal: table(() =>
    ml.union(
      ml.columns(['city'], new ml.OrdinalEncoder({ unknownValue: -5 })),
      ml.columns(['size'], new ml.OrdinalEncoder({ categories: { size: ['S', 'M', 'L'] } })),
      ml.columns(['rooms'], new ml.Imputer({ strategy: 'previous' })),
      ml.columns(['area']),
    ),
  ),
  'by target, filled before': table(() =>
    ml.union(
      ml.columns(
        ['city'],
        new ml.Imputer({ strategy: 'constant', fill: 'Rome', indicator: true }),
        new ml.OneHotEncoder(),
      ),
      ml.columns(['size', 'city'], new ml.TargetEncoder({ smoothing: 3 })),
      ml.columns(['rooms'], new ml.Imputer()),
      ml.columns(['area']),
    ),
  ),
}

const UNSEEN: Sale = { city: 'Paris', size: 'XL', rooms: 3, area: 55 }

test.each(Object.entries(models))('%s: texts and numbers by column', async (name, build) => {
  const rows = sales(150, 1)
  const fresh = [...sales(40, 2), UNSEEN]
  const streamed = build() as InstanceType<typeof ml.LinearRegression>
  streamed.useFeatures(['area', 'city', 'rooms', 'size'])
  for (const row of rows) streamed.learnOne(row, price(row))
  const names = ['area', 'city', 'rooms', 'size'] as const
  await expectSame(streamed, columnsOf(fresh, names), { prediction: fresh.map(row => streamed.predictOne(row)) })
  // Fitted at once: columns of categories stand sorted.
  const fitted = (build() as InstanceType<typeof ml.LinearRegression>).fit(rows, rows.map(price))
  await expectSame(fitted, columnsOf(fresh, names), { prediction: fresh.map(row => fitted.predictOne(row)) })
  expect(name).toBeTruthy()
})

test('classes by target encoding of several classes', async () => {
  const rows = sales(200, 3)
  const model = ml.pipeline(new ml.TargetEncoder({ classes: 3 }), new ml.GaussianNB())
  model.useFeatures(['city', 'size'])
  const label = (row: Sale): string => (price(row) > 230 ? 'dear' : price(row) > 180 ? 'fair' : 'cheap')
  for (const row of rows) model.learnOne(row, label(row))
  const fresh = sales(30, 4)
  await expectSame(model, columnsOf(fresh, ['city', 'size']), {
    label: fresh.map(row => model.predictOne(row) as string),
    probabilities: model.predictProba(fresh).flat(),
  })
})

test('columns that nobody reads are no inputs, and what encoders read may be numbers', async () => {
  const rows = sales(100, 5)
  const model = ml.pipeline(
    ml.union(ml.columns(['rooms'], new ml.OneHotEncoder()), ml.columns(['city'], new ml.OneHotEncoder())),
    new ml.LinearRegression({ l2: 1 }),
  )
  model.useFeatures(['city', 'rooms', 'area'])
  const known = rows.filter(row => row.rooms !== null)
  for (const row of known) model.learnOne(row, price(row))
  const fresh = sales(20, 6).filter(row => row.rooms !== null)
  const bytes = ml.toOnnx(model, { columns: { rooms: 'number' } })
  const { prediction = [] } = await runOnnx(bytes, columnsOf(fresh, ['city', 'rooms']))
  for (const [i, row] of fresh.entries()) expect(prediction[i]).toBeCloseTo(model.predictOne(row), 8)
})

test('a column named as an output keeps its data', async () => {
  const model = ml.pipeline(new ml.OneHotEncoder(), new ml.LinearRegression({ l2: 1 }))
  for (const [i, label] of ['a', 'b', 'c', 'a'].entries()) model.learnOne({ label }, i)
  expect(onnxModel(model).metadata).toMatchObject({
    features: '["label"]',
    inputs: '{"label":"label_2"}',
    records: '4',
  })
  const { prediction = [] } = await runOnnx(ml.toOnnx(model), { label_2: ['a', 'c'] })
  expect(prediction[1]).toBeCloseTo(model.predictOne({ label: 'c' }), 12)
})
