import { describe, expect, test } from 'vitest'
import { HashingEncoder } from '../../../src/ml/preprocessing/hashingEncoder.ts'
import { murmurHash3 } from '../../../src/ml/preprocessing/murmurHash3.ts'
import { OneHotEncoder } from '../../../src/ml/preprocessing/oneHotEncoder.ts'
import { OrdinalEncoder } from '../../../src/ml/preprocessing/ordinalEncoder.ts'
import { TargetEncoder } from '../../../src/ml/preprocessing/targetEncoder.ts'
import { expectClose, labels, recorded } from './recorded.ts'

const cities = [
  { city: 'Rome', kind: 'a' },
  { city: 'Oslo', kind: 'b' },
  { city: 'Rome', kind: null },
  { city: 'Bonn', kind: 'a' },
  { city: 'Oslo', kind: 'c' },
  { city: 'Rome', kind: 'b' },
]
const groups = labels.map((_, i) => ({ g: 'abcde'[(i * i) % 5] as string }))
const valuesOf = (rows: readonly object[]): unknown[][] => rows.map(row => Object.values(row))

describe('one-hot', () => {
  test('fitted, as scikit-learn; a missing value is a category', () => {
    const encoder = new OneHotEncoder().fit(cities)
    expect(encoder.outputFeatures).toEqual(recorded.onehot.names.map(name => name.replace('None', 'null')))
    expect(valuesOf(cities.map(row => encoder.transformOne(row)))).toEqual(recorded.onehot.rows)
    expect(valuesOf([encoder.transformOne({ city: 'Paris', kind: 'a' })])).toEqual(recorded.onehot.unknown)
    const dropped = new OneHotEncoder({ dropFirst: true }).fit(cities)
    expect(valuesOf(cities.map(row => dropped.transformOne(row)))).toEqual(recorded.onehot.drop_first)
  })

  test('over a stream a category becomes a column when it is learned, never when it is asked for', () => {
    const encoder = new OneHotEncoder()
    encoder.learnOne({ city: 'Rome' })
    expect(encoder.transformOne({ city: 'Oslo' })).toEqual({ city_Rome: 0 })
    expect(encoder.outputFeatures).toEqual(['city_Rome'])
    encoder.learnOne({ city: 'Oslo' })
    expect(encoder.transformOne({ city: 'Oslo' })).toEqual({ city_Rome: 0, city_Oslo: 1 })
  })

  test('unseen categories: ignored, refused; more than the most allowed share one column', () => {
    const ignoring = new OneHotEncoder({ unseen: 'ignore', categories: { city: ['Rome', 'Oslo'] } })
    ignoring.learnOne({ city: 'Paris' })
    expect(ignoring.transformOne({ city: 'Paris' })).toEqual({ city_Rome: 0, city_Oslo: 0 })
    const refusing = new OneHotEncoder({ unseen: 'error' }).fit([{ city: 'Rome' }])
    expect(() => refusing.transformOne({ city: 'Paris' })).toThrow(
      /feature 'city': "Paris" is an unseen category.*Rome/,
    )
    expect(() => refusing.learnOne({ city: 'Paris' })).toThrow(/unseen category/)
    expect(() => new OneHotEncoder({ unseen: 'ignore' }).learnOne({ city: 'Rome' })).toThrow(/no category is known/)
    const few = new OneHotEncoder({ maxCategories: 3 })
    for (const city of ['a', 'b', 'c', 'd']) few.learnOne({ city })
    expect(few.outputFeatures).toEqual(['city_a', 'city_b', 'city_other'])
    expect(few.transformOne({ city: 'z' })).toEqual({ city_a: 0, city_b: 0, city_other: 1 })
    expect(few.describe().notes[0]).toMatch(/more than 3 categories/)
  })

  test('what is no category is named; names stay apart', () => {
    expect(() => new OneHotEncoder({ missing: 'error' }).learnOne({ city: null })).toThrow(
      /feature 'city': null is missing/,
    )
    expect(() => new OneHotEncoder().learnOne({ city: { name: 'Rome' } })).toThrow(/feature 'city': .* is no category/)
    expect(() => new OneHotEncoder().fit([{ city: 'Rome' }, { city: [] }])).toThrow(/row 1: feature 'city': \[\]/)
    const clash = new OneHotEncoder()
    clash.learnOne({ a: 'b_c', a_b: 'c' })
    expect(clash.outputFeatures).toEqual(['a_b_c', 'a_b_c_2'])
    const mixed = new OneHotEncoder()
    for (const v of [1, '1', true, new Date(0)]) mixed.learnOne({ v })
    expect(mixed.categoriesOf('v')).toEqual(['1', 'true', '1970-01-01T00:00:00.000Z'])
    expect(() => new OneHotEncoder({ categories: { city: ['a', 'a'] } })).toThrow(/no lists of different values/)
  })
})

test('ordinal: fitted, as scikit-learn; over a stream in order of appearance', () => {
  const filled = cities.map(({ city, kind }) => ({ city, kind: kind ?? 'd' }))
  const encoder = new OrdinalEncoder({ unseen: 'unknown' }).fit(filled)
  expect(valuesOf(filled.map(row => encoder.transformOne(row)))).toEqual(recorded.ordinal.rows)
  expect(valuesOf([encoder.transformOne({ city: 'Paris', kind: 'a' })])).toEqual(recorded.ordinal.unknown)
  const stream = new OrdinalEncoder()
  for (const row of cities) stream.learnOne(row)
  expect(stream.categoriesOf('kind')).toEqual(['a', 'b', 'null', 'c'])
  expect(stream.transformOne({ city: 'Bonn', kind: undefined })).toEqual({ city: 2, kind: 2 })
  expect(() => new OrdinalEncoder({ unseen: 'error' }).fit(filled).transformOne({ city: 'x', kind: 'a' })).toThrow(
    /feature 'city': "x" is an unseen category/,
  )
})

describe('hashing', () => {
  // Published test vectors of MurmurHash3_x86_32: en.wikipedia.org/wiki/MurmurHash#Algorithm
  test.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['test', 0, 0xba6bd213],
    ['test', 0x9747b28c, 0x704b81dc],
    ['Hello, world!', 0, 0xc0363e43],
    ['Hello, world!', 0x9747b28c, 0x24884cba],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
  ])('%j with seed %i', (text, seed, hash) => {
    expect(murmurHash3(text, seed) >>> 0).toBe(hash)
  })

  const samples = [
    { city: 'Rome', kind: 'a', size: 2.5 },
    { city: 'Москва', kind: 'ünïcödé 🚀', size: -1 },
    { city: '', kind: 'x'.repeat(33), size: 0 },
    { city: 'Rome', kind: 'b', size: 7 },
    { city: 'Ab', kind: 'Abc', size: 1e-3 },
  ]
  test.each([4, 10, 64, 1000])('%i buckets, as scikit-learn', buckets => {
    const encoder = new HashingEncoder({ buckets })
    const found = samples.map(row =>
      Object.fromEntries(
        Object.values(encoder.transformOne(row))
          .map((value, k) => [k, value] as const)
          .filter(([, value]) => value !== 0),
      ),
    )
    expect(found).toEqual(recorded.hashing[buckets])
  })

  test('unsigned; a missing value adds nothing', () => {
    const encoder = new HashingEncoder({ buckets: 10, alternateSign: false })
    expect(valuesOf(samples.map(row => encoder.transformOne(row)))).toEqual(recorded.hashing['unsigned 10'])
    expect(Object.values(encoder.transformOne({ city: null, kind: undefined, size: Number.NaN }))).toEqual(
      new Array(10).fill(0),
    )
    expect(() => encoder.transformOne({ city: 'a', kind: 'b', size: Number.POSITIVE_INFINITY })).toThrow(
      /feature 'size': Infinity is not a finite number/,
    )
  })
})

describe('target', () => {
  test('fitted, as scikit-learn with smooth=10; record by record, as River TargetAgg(BayesianMean(3, 5))', () => {
    const encoder = new TargetEncoder().fit(groups, labels)
    for (const [g, mean] of Object.entries(recorded.target_encoder_smooth_10)) {
      expectClose([encoder.transformOne({ g }).g as number], [mean])
    }
    const stream = new TargetEncoder({ prior: 3, smoothing: 5 })
    const found = groups.map((row, i) => {
      const encoded = stream.transformOne(row).g as number
      stream.learnOne(row, labels[i] as number)
      return encoded
    })
    expectClose(found, recorded.river['TargetAgg(BayesianMean(3, 5))'])
  })

  test('shares of several classes; a class beyond them is an error', () => {
    const encoder = new TargetEncoder({ classes: 3, smoothing: 0 })
    for (const y of [0, 2, 2, 1]) encoder.learnOne({ g: 'a' }, y)
    expect(encoder.transformOne({ g: 'a' })).toEqual({ g_class0: 0.25, g_class1: 0.25, g_class2: 0.5 })
    expect(() => encoder.learnOne({ g: 'a' }, 3)).toThrow(/more than 3 classes.*classes: 4/)
    expect(() => encoder.learnOne({ g: 'a' })).toThrow(/without its label/)
  })
})

test('saved and loaded at every record, encoders go on identically', () => {
  for (const make of [
    () => new OneHotEncoder({ maxCategories: 3 }),
    () => new OrdinalEncoder(),
    () => new TargetEncoder(),
    () => new HashingEncoder({ buckets: 5 }),
  ]) {
    let saved = make()
    const straight = make()
    for (const [i, row] of cities.entries()) {
      straight.learnOne(row, i)
      const again = make()
      again.restore(JSON.parse(JSON.stringify(saved)))
      saved = again
      saved.learnOne(row, i)
      expect(saved.transformOne(row)).toEqual(straight.transformOne(row))
    }
    expect(JSON.stringify(saved)).toBe(JSON.stringify(straight))
  }
})

test('merged encoders know what both knew', () => {
  const target = new TargetEncoder().fit(groups.slice(0, 25), labels.slice(0, 25))
  target.merge(new TargetEncoder().fit(groups.slice(25), labels.slice(25)))
  for (const [g, mean] of Object.entries(recorded.target_encoder_smooth_10)) {
    expectClose([target.transformOne({ g }).g as number], [mean])
  }
  const swapped = cities.slice(3).map(({ city, kind }) => ({ kind, city }))
  for (const make of [() => new OneHotEncoder(), () => new OrdinalEncoder()]) {
    const parts = [cities.slice(0, 3), swapped].map(rows => {
      const encoder = make()
      for (const row of rows) encoder.learnOne(row)
      return encoder
    })
    const merged = (parts[0] as OneHotEncoder).merge(parts[1] as OneHotEncoder)
    expect(merged.categoriesOf('city')).toEqual(['Rome', 'Oslo', 'Bonn'])
    expect(merged.categoriesOf('kind')).toEqual(['a', 'b', 'null', 'c'])
    expect(merged.n).toBe(6)
  }
})
