import { expect } from 'vitest'
import type { Classifier } from '../../../src/ml/estimator/classifier.ts'
import type { Regressor } from '../../../src/ml/estimator/regressor.ts'
import { argMax } from '../../../src/ml/estimator/vectorClassifier.ts'
import { expectClose } from '../gradient/testThenTrain.ts'
import type { SyntheticRecord } from './syntheticStreams.ts'

/** A run of test/ml/fixtures/trees.json: predictions of the first 8 records and of every 97th. */
export interface ClassifiedRun {
  readonly n: number
  readonly hits: number
  readonly nodes: number
  readonly probabilities: readonly (readonly number[])[]
}

export interface RegressedRun {
  readonly n: number
  readonly mae: number
  readonly nodes: number
  readonly predictions: readonly number[]
}

const isShown = (i: number): boolean => i % 97 === 0 || i < 8

/** Goes through the run that River recorded. Labels are the places of classes. */
export function expectRecordedClasses(
  model: Classifier & { readonly nodes: readonly unknown[] },
  records: readonly SyntheticRecord[],
  run: ClassifiedRun,
  weight: (i: number) => number = () => 1,
): void {
  model.useFeatures(namesOf(records))
  const classes = run.probabilities[0]?.length ?? 0
  let hits = 0
  let at = 0
  records.forEach(({ x, y }, i) => {
    const out = new Float64Array(model.classes.length)
    model.probabilitiesOfVector(x, out)
    const byLabel = Array.from({ length: classes }, (_, label) => out[model.classes.indexOf(label)] ?? 0)
    if (out.length > 0 && argMax(byLabel) === y) hits++
    if (isShown(i)) expectClose(byLabel, run.probabilities[at++] as readonly number[], 1e-9, 1e-3)
    model.learnVector(x, model.classIndex(y), weight(i))
  })
  expect(records).toHaveLength(run.n)
  expect(model.nodes).toHaveLength(run.nodes)
  expect(hits).toBe(run.hits)
}

export function expectRecordedValues(
  model: Regressor & { readonly nodes: readonly unknown[] },
  records: readonly SyntheticRecord[],
  run: RegressedRun,
  weight: (i: number) => number = () => 1,
): void {
  model.useFeatures(namesOf(records))
  let error = 0
  let at = 0
  records.forEach(({ x, y }, i) => {
    const prediction = model.predictVector(x)
    error += Math.abs(y - prediction)
    if (isShown(i)) expectClose([prediction], [run.predictions[at++] as number], 1e-9, 1e-3)
    model.learnVector(x, y, weight(i))
  })
  expect(model.nodes).toHaveLength(run.nodes)
  expectClose([error / records.length], [run.mae])
}

function namesOf(records: readonly SyntheticRecord[]): string[] {
  return Array.from(records[0]?.x ?? [], (_, j) => `x${j}`)
}
