import { RandomSource } from '../../../src/base/random.ts'
import type { AnomalyDetector } from '../../../src/ml/estimator/anomalyDetector.ts'
import type { Classifier } from '../../../src/ml/estimator/classifier.ts'
import type { Clusterer } from '../../../src/ml/estimator/clusterer.ts'
import type { Estimator } from '../../../src/ml/estimator/estimator.ts'
import type { Forecaster } from '../../../src/ml/estimator/forecaster.ts'
import type { Recommender } from '../../../src/ml/estimator/recommender.ts'
import type { Regressor } from '../../../src/ml/estimator/regressor.ts'
import type { Transformer } from '../../../src/ml/estimator/transformer.ts'
import type { MultiOutputRegression } from '../../../src/ml/linear/multiOutputRegression.ts'

/** A record for an estimator of any kind. */
export interface CourseRecord {
  readonly x: Readonly<Record<string, unknown>>
  readonly y: number
  readonly label: string
}

/** The features of all records, whatever the estimator reads. */
export const FEATURES = ['a', 'b', 'c'] as const

/** Records of numbers in [0, 1] whose label depends on them. */
function numberCourse(n: number, seed = 1): CourseRecord[] {
  const random = new RandomSource(seed)
  return Array.from({ length: n }, () => {
    const [a, b, c] = [random.next(), random.next(), random.next()]
    const y = 2 * a - b + 0.5 * c + 0.1 * random.gaussian()
    return { x: { a, b, c }, y, label: y > 1 ? 'yes' : y > 0.3 ? 'maybe' : 'no' }
  })
}

/** Records of text and null. */
function valueCourse(n: number, seed = 1): CourseRecord[] {
  const random = new RandomSource(seed)
  const pick = <T>(items: readonly T[]): T => items[random.below(items.length)] as T
  return Array.from({ length: n }, () => {
    const a = pick(['red', 'green', 'blue', 'grey'])
    const b = pick(['S', 'M', 'L'])
    const c = pick(['x', 'y'])
    const y = a.length + (b === 'L' ? 2 : 0) + 0.1 * random.gaussian()
    return { x: { a, b, c }, y, label: y > 5 ? 'yes' : 'no' }
  })
}

/** What records hold: numbers, numbers with gaps, moments, or text. */
export type CourseKind = 'numbers' | 'gaps' | 'dates' | 'text'

/** So many records of a kind; the same every time. */
export function courseOf(kind: CourseKind, n: number): CourseRecord[] {
  if (kind === 'text') return valueCourse(n)
  const change = (of: (value: number, i: number, j: number) => unknown) =>
    numberCourse(n).map((record, i) => ({
      ...record,
      x: Object.fromEntries(Object.entries(record.x).map(([name, value], j) => [name, of(value as number, i, j)])),
    }))
  if (kind === 'gaps') return change((value, i, j) => ((i + 2 * j) % 5 === 4 ? null : value))
  if (kind === 'dates') return change(value => Math.round(1.7e12 + 1e10 * value))
  return numberCourse(n)
}

/** Whether records are rows of features; a forecaster and a recommender learn something else. */
export function readsRows(estimator: Estimator): boolean {
  return estimator.kind !== 'forecaster' && estimator.kind !== 'recommender'
}

/** Teaches an estimator of any kind one record. */
export function learn(estimator: Estimator, { x, y, label }: CourseRecord, weight?: number): unknown {
  switch (estimator.kind) {
    case 'regressor':
      return (estimator as Regressor).learnOne(x, y, weight)
    case 'classifier':
      return (estimator as Classifier).learnOne(x, labelFor(estimator as Classifier, label), weight)
    case 'multiOutputRegressor':
      return (estimator as MultiOutputRegression).learnOne(x, { low: y, high: 2 * y + 1 }, weight)
    case 'transformer':
      return (estimator as Transformer<unknown>).learnOne(x, y)
    case 'clusterer':
      return (estimator as Clusterer).learnOne(x)
    case 'anomalyDetector':
      return (estimator as AnomalyDetector).learnOne(x)
    case 'forecaster':
      return (estimator as Forecaster).learnOne(10 + y)
    case 'recommender':
      return (estimator as Recommender).learnOne(...ids(y), y)
    default:
      throw new Error(`The suite knows no kind '${estimator.kind}': teach course.ts.`)
  }
}

/** Everything an estimator of any kind says about a record, as plain data. */
export function answer(estimator: Estimator, { x, y }: CourseRecord): unknown {
  switch (estimator.kind) {
    case 'regressor':
      return (estimator as Regressor).predictOne(x)
    case 'classifier': {
      const classifier = estimator as Classifier
      return { prediction: classifier.predictOne(x), probabilities: classifier.predictProbaOne(x) }
    }
    case 'multiOutputRegressor':
      return (estimator as MultiOutputRegression).predictOne(x)
    case 'transformer':
      return (estimator as Transformer<unknown>).transformOne(x)
    case 'clusterer':
      return (estimator as Clusterer).predictOne(x)
    case 'anomalyDetector':
      return (estimator as AnomalyDetector).scoreOne(x)
    case 'forecaster':
      return (estimator as Forecaster).forecast(3)
    case 'recommender': {
      const recommender = estimator as Recommender
      return { rating: recommender.predictOne(...ids(y)), best: recommender.recommend(ids(y)[0], { k: 3 }) }
    }
    default:
      throw new Error(`The suite knows no kind '${estimator.kind}': teach course.ts.`)
  }
}

/** What an estimator says about each record before it learns it. */
export function run(estimator: Estimator, records: readonly CourseRecord[]): unknown[] {
  return records.map(record => {
    const said = estimator.n > 0 ? answer(estimator, record) : null
    learn(estimator, record)
    return said
  })
}

/** The numbers within plain data, and what is no data. */
export function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(numbersIn)
}

/** A classifier that takes two classes only gets two. */
function labelFor(classifier: Classifier, label: string): string {
  return label === 'maybe' && isBinary(classifier) ? 'no' : label
}

const BINARY = new WeakMap<object, boolean>()

/** Whether a third class is refused: asked of a fresh clone, once a class of classifier. */
export function isBinary(classifier: Classifier): boolean {
  let known = BINARY.get(classifier)
  if (known === undefined) {
    const probe = classifier.clone()
    try {
      for (const label of ['p', 'q', 'r']) probe.classIndex(label)
      known = false
    } catch {
      known = true
    }
    BINARY.set(classifier, known)
  }
  return known
}

function ids(y: number): [user: string, item: number] {
  const n = Math.floor(Math.abs(y) * 1000)
  return [`user ${n % 7}`, n % 11]
}
