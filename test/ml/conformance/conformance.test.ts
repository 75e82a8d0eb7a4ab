import { describe, expect, test } from 'vitest'
import { FlinknbError } from '../../../src/base/errors.ts'
import type { Classifier } from '../../../src/ml/estimator/classifier.ts'
import type { Estimator } from '../../../src/ml/estimator/estimator.ts'
import type { Regressor } from '../../../src/ml/estimator/regressor.ts'
import { fromJSON } from '../../../src/ml/fromJson.ts'
import { answer, type CourseRecord, courseOf, FEATURES, isBinary, learn, numbersIn, readsRows, run } from './course.ts'
import { MISSING_WRAPPERS, SUBJECTS, type Subject, UNBUILDABLE, UNKNOWN_CLASSES } from './subjects.ts'

test('everything can be built, every wrapper has a subject, every class in the option sets exists', () => {
  expect(UNBUILDABLE).toEqual([])
  expect(MISSING_WRAPPERS).toEqual([])
  expect(UNKNOWN_CLASSES).toEqual([])
})

/** The error a call ends with; fails when it ends well or with another class of error. */
function refusal(call: () => unknown): FlinknbError {
  try {
    call()
  } catch (error) {
    if (error instanceof FlinknbError) return error
    throw new Error(`not a FlinknbError but ${String(error)}`)
  }
  throw new Error('accepted')
}

/** A call that may be refused with a FlinknbError, and else gives something. */
function orRefusal<T>(call: () => T): T | FlinknbError {
  try {
    return call()
  } catch (error) {
    if (error instanceof FlinknbError) return error
    throw error
  }
}

function expectFinite(value: unknown): void {
  for (const number of numbersIn(value)) expect(Number.isFinite(number), JSON.stringify(value)).toBe(true)
}

/** Equal to nine digits, numbers by themselves and everything else exactly. */
function expectClose(value: unknown, expected: unknown, digits = 1e-9): void {
  if (typeof expected === 'number' && typeof value === 'number') {
    const size = Math.max(1e-3, Math.abs(expected))
    expect(Math.abs(value - expected) / size, `${value} is not ${expected}`).toBeLessThan(digits)
  } else if (expected !== null && typeof expected === 'object') {
    // Columns and classes may stand in the order in which they were met.
    expect(Object.keys(value as object).sort()).toEqual(Object.keys(expected).sort())
    for (const [key, part] of Object.entries(expected)) {
      expectClose((value as Readonly<Record<string, unknown>>)[key], part, digits)
    }
  } else expect(value).toEqual(expected)
}

const text = (estimator: Estimator): string => JSON.stringify(estimator)
const throughText = (estimator: Estimator): Estimator => fromJSON(text(estimator))

const subjects = SUBJECTS.map(subject => {
  const kind = subject.course ?? (subject.create().accepts === 'values' ? 'text' : 'numbers')
  return { ...subject, kind, uses: subject.uses ?? FEATURES, course: courseOf(kind, 80) }
})
const rowSubjects = subjects.filter(({ create }) => readsRows(create()))
const numberSubjects = rowSubjects.filter(({ kind }) => kind === 'numbers')
const kinds = (...wanted: Estimator['kind'][]) => rowSubjects.filter(({ create }) => wanted.includes(create().kind))

function trained(subject: (typeof subjects)[number], n = 40): Estimator {
  const estimator = subject.create()
  run(estimator, subject.course.slice(0, n))
  return estimator
}

/** Named features, so that other columns of rows are none. */
function named(subject: Pick<Subject, 'create'>): Estimator {
  const estimator = subject.create()
  estimator.useFeatures(FEATURES)
  return estimator
}

type Mergeable = Estimator & { merge(other: Estimator): unknown }

describe.each(subjects)('$name', subject => {
  const { create, course } = subject

  test('the same records twice: the same answers', () => {
    expect(run(create(), course)).toEqual(run(create(), course))
  })

  test('answers are finite after any number of records', () => {
    expectFinite(run(create(), course))
  })

  test('saved at any moment through JSON text, it goes on identically', () => {
    const straight = create()
    const expected = run(straight, course)
    for (const at of [0, 1, 2, 7, 40, 79]) {
      const first = create()
      const before = run(first, course.slice(0, at))
      const second = throughText(first)
      expect(second.type).toBe(first.type)
      expect(text(second)).toBe(text(first))
      expect([...before, ...run(second, course.slice(at))]).toEqual(expected)
      expect(text(second)).toBe(text(straight))
    }
  })

  test('a state goes back into a clone, and into an estimator that has learned something else', () => {
    const saved = trained(subject)
    for (const other of [saved.clone(), trained(subject, 11)]) {
      other.restore(JSON.parse(text(saved)))
      expect(text(other)).toBe(text(saved))
      expect(run(other, course.slice(40))).toEqual(run(throughText(saved), course.slice(40)))
    }
  })

  test('what is saved is plain data: no NaN, no undefined, nothing that JSON changes', () => {
    for (const n of [0, 1, 40]) {
      const json = trained(subject, n).toJSON()
      expect(JSON.parse(JSON.stringify(json))).toStrictEqual(json)
    }
  })

  test('a state of another class is refused', () => {
    const estimator = create()
    expect(refusal(() => estimator.restore({ ...estimator.toJSON(), type: 'Other' })).code).toBe('MODEL')
    expect(refusal(() => estimator.restore(null as never)).code).toBe('MODEL')
  })

  test('a clone has learned nothing and shares nothing', () => {
    const original = trained(subject)
    const before = text(original)
    const clone = original.clone()
    expect(clone.n).toBe(0)
    expect(clone.features).toEqual([])
    expect(run(clone, course)).toEqual(run(create(), course))
    expect(text(original)).toBe(before)
  })

  test('after reset it learns as a fresh one', () => {
    const estimator = trained(subject)
    const { features } = estimator
    estimator.reset()
    expect(estimator.n).toBe(0)
    expect(estimator.features).toEqual(features)
    const fresh = create()
    if (features.length > 0) fresh.useFeatures(features)
    expect(run(estimator, course)).toEqual(run(fresh, course))
  })

  test('asking changes nothing', () => {
    const estimator = trained(subject)
    const before = text(estimator)
    for (const record of course) answer(estimator, record)
    estimator.describe()
    expect(text(estimator)).toBe(before)
  })

  test('describes itself in plain data at any moment', () => {
    for (const n of [0, 1, 40]) {
      const described = trained(subject, n).describe()
      expect(JSON.parse(JSON.stringify(described))).toStrictEqual(described)
      expect(described.title.length).toBeGreaterThan(0)
      for (const { columns, rows } of described.tables) {
        for (const row of rows) expect(row).toHaveLength(columns.length)
      }
    }
  })

  if (subject.options !== undefined) {
    test('leaves the options it was given as they were', () => {
      const before = JSON.stringify(subject.options)
      trained(subject)
      expect(JSON.stringify(subject.options)).toBe(before)
      const unknown = { ...subject.options, nosuchoption: 1 }
      const Class = create().constructor as new (options: object) => Estimator
      expect(refusal(() => new Class(unknown)).message).toContain("'nosuchoption'")
    })
  }

  if ('merge' in create()) {
    test('merged parts equal the whole, or the merge is refused', () => {
      const [left, right] = [create(), create()] as unknown as [Mergeable, Mergeable]
      for (const half of [left, right]) if (readsRows(half)) half.useFeatures(FEATURES)
      run(left, course.slice(0, 30))
      run(right, course.slice(30))
      const merged = orRefusal(() => left.merge(right))
      if (merged instanceof FlinknbError) return expect(merged.message.length).toBeGreaterThan(20)
      const whole = readsRows(left) ? named(subject) : create()
      run(whole, course)
      expect(left.n).toBe(80)
      for (const record of course.slice(0, 10)) expectClose(answer(left, record), answer(whole, record))
    })
  }
})

describe.each(rowSubjects)('$name: rows', subject => {
  const { create, course } = subject

  test('the order of columns in rows does not matter, nor do columns that are no features', () => {
    const plain = named(subject)
    const other = named(subject)
    const expected = run(plain, course)
    const shuffled = course.map(record => {
      const { a, b, c } = record.x
      return { ...record, x: { extra: 'text', c, a, b } }
    })
    expect(run(other, shuffled)).toEqual(expected)
  })

  test('a column that appears is named', () => {
    const estimator = trained(subject)
    const before = text(estimator)
    const record = course[41] as CourseRecord
    const error = refusal(() => learn(estimator, { ...record, x: { ...record.x, d: record.x.a } }))
    expect(error.message).toContain("'d'")
    expect(text(estimator)).toBe(before)
  })

  test('features taken in later are as if they had always been 0, or are refused by name', () => {
    const estimator = named(subject)
    run(estimator, course.slice(0, 40))
    const refused = orRefusal(() => estimator.extendFeatures(['d']))
    if (refused instanceof FlinknbError) return expect(refused.message).toContain("'d'")
    expect(estimator.features).toEqual([...FEATURES, 'd'])
    // What a value that was never there would have been depends on the encoder.
    if (subject.kind !== 'numbers') return
    const always = create()
    always.useFeatures([...FEATURES, 'd'])
    const withFourth = (record: CourseRecord, d: number) => ({ ...record, x: { ...record.x, d } })
    run(
      always,
      course.slice(0, 40).map(record => withFourth(record, 0)),
    )
    const after = course.slice(40).map((record, i) => withFourth(record, (i % 5) / 5))
    expectClose(run(estimator, after), run(always, after), 1e-7)
  })

  test('other features than the known ones are refused by name', () => {
    const estimator = trained(subject)
    expect(refusal(() => estimator.useFeatures(['a', 'b', 'q'])).message).toContain("'q'")
    estimator.useFeatures(['c', 'b', 'a'])
    expect(estimator.n).toBe(40)
  })

  test('before the first record it says what it can, and no NaN', () => {
    const estimator = named(subject)
    expectFinite(answer(estimator, course[0] as CourseRecord))
    expectFinite(estimator.describe())
  })
})

describe.each(numberSubjects)('$name: numbers', subject => {
  const { create, course } = subject
  const [record] = course as [CourseRecord]

  test.each([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['text', '3'],
    ['null', null],
    ['nothing', undefined],
    ['a boolean', true],
    ['a number too large to be squared', 1e200],
  ])('%s instead of a number: the feature is named, nothing is learned', (_, bad) => {
    const estimator = trained(subject)
    const before = text(estimator)
    for (const feature of subject.uses) {
      const broken = { ...record, x: { ...record.x, [feature]: bad } }
      expect(refusal(() => learn(estimator, broken)).message).toContain(`'${feature}'`)
      expect(refusal(() => answer(estimator, broken)).message).toContain(`'${feature}'`)
    }
    expect(text(estimator)).toBe(before)
  })

  test('a column that vanishes is named', () => {
    const estimator = named(subject)
    run(estimator, course.slice(0, 5))
    const last = subject.uses.at(-1) as string
    const rest = Object.fromEntries(Object.entries(record.x).filter(([name]) => name !== last))
    const error = refusal(() => learn(estimator, { ...record, x: rest }))
    expect(error.code).toBe('MODEL')
    expect(error.message).toContain(`'${last}'`)
  })

  test.each([
    ['constant columns', ({ a }: Values) => ({ a, b: 0.5, c: 0 })],
    ['collinear columns', ({ a, b }: Values) => ({ a, b, c: a + b })],
    ['the same column thrice', ({ a }: Values) => ({ a, b: a, c: a })],
    ['nothing but zeros', () => ({ a: 0, b: 0, c: 0 })],
    ['large numbers', ({ a, b, c }: Values) => ({ a: 1e6 * a, b: 1e6 + b, c: -1e6 * c })],
    ['small numbers', ({ a, b, c }: Values) => ({ a: 1e-9 * a, b: 1e-9 * b, c: 1e-9 * c })],
    ['very large numbers', ({ a, b, c }: Values) => ({ a: 1e100 * a, b: -1e100 * b, c: 1e120 * c })],
    ['columns of very different size', ({ a, b, c }: Values) => ({ a: 1e-8 * a, b, c: 1e8 * c })],
  ])('%s: finite answers', (_, change) => {
    const changed = course.map(one => ({ ...one, x: change(one.x as unknown as Values) }))
    const answers = orRefusal(() => run(create(), changed))
    // A model may say that it cannot, as long as it says it.
    if (answers instanceof FlinknbError) return expect(answers.code).toBe('MODEL')
    expectFinite(answers)
    const estimator = create()
    run(estimator, changed)
    expect(JSON.parse(text(estimator))).toStrictEqual(estimator.toJSON())
  })

  test('vectors stay the caller’s', () => {
    const estimator = named(subject) as Estimator & VectorLevel
    const straight = named(subject) as Estimator & VectorLevel
    for (const { x, y } of course.slice(0, 20)) {
      const values = FEATURES.map(name => x[name] as number)
      const vector = Float64Array.from(values)
      const target = estimator.kind === 'classifier' ? (estimator as unknown as Classifier).classIndex('yes') : y
      estimator.learnVector(vector, target, 1)
      expect([...vector]).toEqual(values)
      vector.fill(0.123)
      if (straight.kind === 'classifier') (straight as unknown as Classifier).classIndex('yes')
      straight.learnVector(Float64Array.from(values), target, 1)
    }
    expect(text(estimator)).toBe(text(straight))
  })
})

interface Values {
  readonly a: number
  readonly b: number
  readonly c: number
}

interface VectorLevel {
  learnVector(x: Float64Array, y: number, weight: number): void
}

/** What a regressor or classifier says about `asked` before it learns `x`, by one call. */
function bothAtOnce(estimator: Estimator, asked: Float64Array, x: Float64Array, record: CourseRecord): number[] {
  if (estimator.kind === 'regressor') {
    const model = estimator as Regressor
    if (asked === x) return [model.predictAndLearnVector(x, record.y, 1)]
    return [model.predictThenLearnVector(asked, x, record.y, 1)]
  }
  const model = estimator as Classifier
  const out = new Float64Array(model.classes.length)
  if (asked === x) model.predictAndLearnVector(x, placeOf(model, record), 1, out)
  else model.predictThenLearnVector(asked, x, placeOf(model, record), 1, out)
  return [...out]
}

/** The same by two. */
function bothInTurn(estimator: Estimator, asked: Float64Array, x: Float64Array, record: CourseRecord): number[] {
  if (estimator.kind === 'regressor') {
    const model = estimator as Regressor
    const prediction = model.predictVector(asked)
    model.learnVector(x, record.y, 1)
    return [prediction]
  }
  const model = estimator as Classifier
  const out = new Float64Array(model.classes.length)
  model.probabilitiesOfVector(asked, out)
  model.learnVector(x, placeOf(model, record), 1)
  return [...out]
}

/** The place of a record's class among those known; of one that is not known, of the first. */
function placeOf({ classes }: Classifier, { label }: CourseRecord): number {
  return Math.max(0, classes.indexOf(label))
}

describe.each(kinds('regressor', 'classifier'))('$name: labels', subject => {
  const { course } = subject
  const [record] = course as [CourseRecord]
  const labelled = (estimator: Estimator, label: unknown, weight?: number) =>
    (estimator as Regressor).learnOne(record.x, label as number, weight)

  test('what is no label or weight is refused, and nothing is learned', () => {
    const estimator = trained(subject)
    const before = text(estimator)
    const bad = estimator.kind === 'regressor' ? [Number.NaN, '3', null, undefined, 1e200] : [Number.NaN, null, {}]
    for (const label of bad) expect(refusal(() => labelled(estimator, label)).code).toBe('MODEL')
    const good = estimator.kind === 'regressor' ? 1 : 'yes'
    for (const weight of [-1, Number.NaN]) expect(refusal(() => labelled(estimator, good, weight)).code).toBe('MODEL')
    expect(text(estimator)).toBe(before)
  })

  if (subject.kind !== 'text') {
    test('asked and taught in one call is one after the other, of one record or of two sides of it', () => {
      for (const sameRecord of [true, false]) {
        const atOnce = trained(subject)
        const inTurn = trained(subject)
        for (const record of course.slice(40)) {
          const x = Float64Array.from(atOnce.features, name => record.x[name] as number)
          const asked = sameRecord ? x : x.map(value => 0.5 * value + 0.1)
          expectClose(bothAtOnce(atOnce, asked, x, record), bothInTurn(inTurn, asked, x, record), 1e-12)
        }
        expectClose(atOnce.toJSON(), inTurn.toJSON(), 1e-12)
      }
    })
  }

  test('a batch is a row after the other; fit forgets first; rows, arrays and frames are the same', () => {
    const rows = course.map(one => one.x)
    const probe = subject.create()
    const labelOf = ({ y, label }: CourseRecord) =>
      probe.kind === 'regressor' ? y : label === 'maybe' && isBinary(probe as Classifier) ? 'no' : label
    const y = course.map(labelOf) as number[]
    const fresh = (): Regressor => named(subject) as Regressor
    const fitted = fresh().fit(rows, y)
    expectFinite(fitted.predict(rows))
    expect(trainedOn(fresh(), rows, y).fit(rows, y).predict(rows)).toEqual(fitted.predict(rows))
    const values = rows.map(row => FEATURES.map(name => row[name]))
    expect(
      fresh()
        .fit({ columns: [...FEATURES], values }, y)
        .predict(rows),
    ).toEqual(fitted.predict(rows))
    const parts = fresh()
    parts.partialFit(rows.slice(0, 33), y.slice(0, 33))
    parts.partialFit(rows.slice(33), y.slice(33))
    expect(parts.n).toBe(80)
    expect(refusal(() => fresh().fit(rows, y.slice(1))).message).toMatch(/do not belong together/)
    expect(refusal(() => fresh().fit([], [])).code).toBe('MODEL')
    expect(refusal(() => fresh().predict(rows)).code).toBe('INVALID_STATE')
  })
})

function trainedOn(model: Regressor, rows: readonly object[], y: readonly number[]): Regressor {
  for (const [i, row] of rows.slice(0, 9).entries()) model.learnOne(row, y[i] as number)
  return model
}

/** Estimators whose doc says that a weight counts as so many records. */
const WEIGHT_IS_REPETITION = [
  'BayesianLinearRegression',
  'DummyClassifier',
  'DummyRegressor',
  'GaussianNB',
  'GivensRegression',
  'LinearRegression',
]

describe.each(
  kinds('regressor', 'classifier').filter(({ create, options }) => {
    const { type } = create()
    return WEIGHT_IS_REPETITION.includes(type) && Object.keys(options ?? { no: 1 }).length === 0
  }),
)('$name: weights', subject => {
  test('a weight of 2 is the record twice, of 0 not at all', () => {
    const weighted = named(subject)
    const repeated = named(subject)
    for (const [i, record] of subject.course.entries()) {
      learn(weighted, record, i % 3)
      for (let k = 0; k < i % 3; k++) learn(repeated, record)
    }
    for (const record of subject.course.slice(0, 10)) expectClose(answer(weighted, record), answer(repeated, record))
  })
})
