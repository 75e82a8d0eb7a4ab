import { expect } from 'vitest'
import type { Classifier } from '../../../src/ml/estimator/classifier.ts'
import type { Regressor } from '../../../src/ml/estimator/regressor.ts'
import type { DataSet, RiverRun, Scaled } from './riverRun.ts'

/** What test-then-train over a data set gave. */
export interface Figures {
  readonly predictions: readonly number[]
  /** By record count: MAE and MSE, or accuracy and log loss. */
  readonly first: readonly number[]
  readonly second: readonly number[]
}

interface LinearModel {
  readonly coefficients: readonly number[]
  readonly intercept: number
}

/** @param labelToLearn what is learned where it is not the label itself */
export function regress(
  model: Regressor,
  { names, y }: DataSet,
  z: Scaled,
  labelToLearn = (label: number) => label,
): Figures {
  model.useFeatures(names)
  return testThenTrain(y, i => {
    const prediction = model.predictVector(z.toPredict[i] as Float64Array)
    model.learnVector(z.toLearn[i] as Float64Array, labelToLearn(y[i] as number), 1)
    return [prediction, Math.abs((y[i] as number) - prediction), ((y[i] as number) - prediction) ** 2]
  })
}

/** Labels 0 and 1; a record's prediction is the probability of 1, `asSeen` by whoever recorded it. */
export function classify(
  model: Classifier,
  { names, y }: DataSet,
  z: Scaled,
  asSeen = (probability: number) => probability,
): Figures {
  model.useFeatures(names)
  return testThenTrain(y, i => {
    const out = new Float64Array(model.classes.length)
    const place = model.classes.indexOf(1)
    model.probabilitiesOfVector(z.toPredict[i] as Float64Array, out)
    const probability = asSeen(place < 0 ? 0 : (out[place] as number))
    model.learnVector(z.toLearn[i] as Float64Array, model.classIndex(y[i] as number), 1)
    const clamped = Math.min(1 - 1e-15, Math.max(1e-15, probability))
    const hit = (probability > 0.5 ? 1 : 0) === y[i] && (out.length > 0 || y[i] === 0)
    return [probability, hit ? 1 : 0, -Math.log(y[i] === 1 ? clamped : 1 - clamped)]
  })
}

/** River's sigmoid is 0 below a score of −30 and 1 above 30. */
export function riverSigmoid(probability: number): number {
  const cut = 1 / (1 + Math.exp(30))
  return probability < cut ? 0 : 1 - probability < cut ? 1 : probability
}

function testThenTrain(y: readonly number[], step: (i: number) => readonly [number, number, number]): Figures {
  const predictions: number[] = []
  const first: number[] = []
  const second: number[] = []
  let sum1 = 0
  let sum2 = 0
  y.forEach((_, i) => {
    const [prediction, a, b] = step(i)
    predictions.push(prediction)
    sum1 += a
    sum2 += b
    first.push(sum1 / (i + 1))
    second.push(sum2 / (i + 1))
  })
  return { predictions, first, second }
}

export function expectRegression(
  figures: Figures,
  run: RiverRun,
  model?: LinearModel,
  tolerance = 1e-9,
  atEnd = tolerance,
): void {
  expectCheckpoints(figures, run, ['mae', 'mse'], tolerance)
  expectClose([figures.first.at(-1), figures.second.at(-1)], [run.MAE, run.MSE], tolerance)
  const { predictions } = figures
  expectClose(predictions.slice(0, run.first_predictions.length), run.first_predictions)
  expectClose(predictions.slice(-run.last_predictions.length), run.last_predictions, atEnd)
  expectWeights(run, model, atEnd)
}

export function expectClassification(figures: Figures, run: RiverRun, model?: LinearModel): void {
  expectCheckpoints(figures, run, ['acc', 'logloss'])
  expectClose([figures.first.at(-1), figures.second.at(-1)], [run.Accuracy, run.LogLoss])
  const ends = [...figures.predictions.slice(0, 8), ...figures.predictions.slice(-5)]
  expectClose(ends.map(logit), [...run.first_predictions, ...run.last_predictions].map(logit), 1e-9, 1)
  expectWeights(run, model)
}

/** The score behind a probability: as long as that is right to 1e-9, a tiny probability need not be. */
function logit(probability: number): number {
  if (probability === 0 || probability === 1) return probability === 0 ? -100 : 100
  return Math.log(probability) - Math.log1p(-probability)
}

function expectCheckpoints(
  figures: Figures,
  run: RiverRun,
  [first, second]: readonly [string, string],
  tolerance?: number,
): void {
  for (const [n, values] of Object.entries(run.checkpoints)) {
    const i = Number(n) - 1
    expectClose([figures.first[i], figures.second[i]], [values[first] as number, values[second] as number], tolerance)
  }
}

function expectWeights(run: RiverRun, model: LinearModel | undefined, tolerance?: number): void {
  if (!model || !run.weights) return
  const weights = Object.values(run.weights)
  const size = Math.max(...weights.map(Math.abs))
  expectClose(model.coefficients, weights, tolerance, size)
  expectClose([model.intercept], [run.intercept as number], tolerance, size)
}

/** Relative to each figure, or to `size` where that is larger: a weight near 0 among large ones. */
export function expectClose(
  values: readonly (number | undefined)[],
  truth: readonly number[],
  tolerance = 1e-9,
  size = 0,
): void {
  expect(values).toHaveLength(truth.length)
  for (const [i, value] of values.entries()) {
    const expected = truth[i] as number
    const allowed = tolerance * Math.max(Math.abs(expected), size)
    expect(Math.abs((value ?? Number.NaN) - expected), `${i}: ${value} for ${expected}`).toBeLessThanOrEqual(allowed)
  }
}
