import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Regressor } from '../../../src/ml/estimator/regressor.ts'
import { hinge } from '../../../src/ml/gradient/losses.ts'
import { AdaDelta, RMSProp } from '../../../src/ml/gradient/optimizers/adaptive.ts'
import { Averager } from '../../../src/ml/gradient/optimizers/averager.ts'
import { FTRLProximal } from '../../../src/ml/gradient/optimizers/ftrlProximal.ts'
import { Adam, Nadam } from '../../../src/ml/gradient/optimizers/moments.ts'
import { Momentum, Nesterov, SGD } from '../../../src/ml/gradient/optimizers/plain.ts'
import { PassiveAggressiveRegressor } from '../../../src/ml/gradient/passiveAggressiveRegressor.ts'
import { InverseScaling } from '../../../src/ml/gradient/schedule.ts'
import { SGDClassifier } from '../../../src/ml/gradient/sgdClassifier.ts'
import { SGDRegressor, type SGDRegressorOptions } from '../../../src/ml/gradient/sgdRegressor.ts'
import { SoftmaxRegression } from '../../../src/ml/gradient/softmaxRegression.ts'
import { expectClose } from './testThenTrain.ts'

interface Recorded {
  readonly coef: readonly number[]
  readonly intercept: number
  /** Of records 0, 13, 26 …, each made before that record was learned. */
  readonly predictions: readonly number[]
}

interface RecordedSoftmax {
  readonly coef: readonly (readonly number[])[]
  readonly predictions: readonly (readonly number[])[]
}

interface Fixture {
  readonly X: readonly number[][]
  readonly y: readonly number[]
  readonly counts: readonly number[]
  readonly sides: readonly number[]
  readonly kinds: readonly string[]
  readonly river: Readonly<Record<string, Recorded>> & Readonly<Record<`Softmax ${string}`, RecordedSoftmax>>
  readonly sklearn: Readonly<Record<string, Recorded>>
}

/** Made by gradientLearners.py beside it, with River 0.24.2 and scikit-learn 1.9.1. */
const fixture = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../fixtures/gradientLearners.json'), 'utf8'),
) as Fixture
const X = fixture.X.map(x => Float64Array.from(x))

const rate = (learningRate: number): { learningRate: number } => ({ learningRate })
const own = { interceptLearningRate: 0.1 }
const regressions: readonly (readonly [name: string, options: SGDRegressorOptions])[] = [
  ['Momentum', { ...own, optimizer: Momentum(rate(0.01)) }],
  ['Nesterov', { ...own, optimizer: Nesterov(rate(0.01)) }],
  ['AdaDelta', { ...own, optimizer: AdaDelta() }],
  ['RMSProp', { ...own, optimizer: RMSProp(rate(0.05)) }],
  ['Nadam', { ...own, optimizer: Nadam(rate(0.05)) }],
  ['FTRLProximal', { ...own, optimizer: FTRLProximal() }],
  ['FTRLProximal l1=5', { ...own, optimizer: FTRLProximal({ alpha: 0.5, l1: 5, l2: 0.1 }) }],
  ['Absolute', { ...own, loss: 'absolute', optimizer: SGD(rate(0.05)) }],
  ['Poisson', { loss: 'poisson', optimizer: SGD(rate(0.02)), interceptLearningRate: 0.02 }],
  ['Poisson', { loss: 'poisson', optimizer: SGD(rate(0.02)) }],
  ['l1', { ...own, l1: 0.3, optimizer: SGD(rate(0.02)) }],
  ['l2', { ...own, l2: 0.1, optimizer: SGD(rate(0.02)) }],
  ['clip', { ...own, clipGradient: 1.5, optimizer: SGD(rate(0.05)) }],
  [
    'InverseScaling intercept',
    { optimizer: SGD(rate(0.02)), interceptLearningRate: InverseScaling({ learningRate: 0.3, power: 0.6 }) },
  ],
]

describe('River 0.24.2', () => {
  test.each(regressions)('%s', (name, options) => {
    expectRun(
      new SGDRegressor(options),
      fixture.river[name] as Recorded,
      name === 'Poisson' ? fixture.counts : fixture.y,
    )
  })

  test.each([
    ['PassiveAggressive hard', { mode: 'hard' }],
    ['PassiveAggressive capped', { C: 0.1 }],
    ['PassiveAggressive soft', { C: 0.1, mode: 'soft', epsilon: 0.2 }],
    ['PassiveAggressive without intercept', { C: 0.1, fitIntercept: false }],
  ] as const)('%s, its loss repaired', (name, options) => {
    const model = new PassiveAggressiveRegressor({ ...options, interceptInNorm: false })
    expectRun(model, fixture.river[name] as Recorded, fixture.y)
  })

  test.each([
    ['Softmax SGD', { optimizer: SGD(rate(0.1)) }],
    ['Softmax SGD l2', { optimizer: SGD(rate(0.1)), l2: 0.05 }],
    ['Softmax Adam', { optimizer: Adam(rate(0.05)) }],
  ] as const)('%s', (name, options) => {
    const recorded = fixture.river[name] as RecordedSoftmax
    const classes = ['low', 'middle', 'high']
    const model = new SoftmaxRegression({ ...options, fitIntercept: false, classes })
    model.useFeatures(['a', 'b', 'c'])
    const out = new Float64Array(3)
    for (const [i, x] of X.entries()) {
      model.probabilitiesOfVector(x, out)
      if (i % 13 === 0) expectClose([...out], recorded.predictions[i / 13] as number[], 1e-11)
      model.learnVector(x, model.classIndex(fixture.kinds[i] as string), 1)
    }
    expectClose(model.coefficients.flat(), recorded.coef.flat(), 1e-11, 1)
    expect(model.intercepts).toEqual([0, 0, 0])
  })
})

describe('scikit-learn 1.9.1', () => {
  test('cumulative L1 within one batch', () => {
    const model = new SGDRegressor({ optimizer: SGD(rate(0.01)), l1: 1 }).fit(fixture.X, fixture.y)
    expectWeights(model, fixture.sklearn['l1 in a batch'] as Recorded)
    expect(model.coefficients[2]).toBe(0)
    const classifier = new SGDClassifier({ optimizer: SGD(rate(0.05)), l1: 0.05, classes: [0, 1] })
    expectWeights(classifier.fit(fixture.X, fixture.sides), fixture.sklearn['log l1 in a batch'] as Recorded)
  })

  test('averages from the twentieth record on', () => {
    const optimizer = Averager(SGD(rate(0.025)), { start: 19 })
    expectWeights(
      new SGDRegressor({ optimizer }).fit(fixture.X, fixture.y),
      fixture.sklearn['average from 20'] as Recorded,
    )
  })

  test('the hinge loss, and modified Huber with its probabilities', () => {
    const options = { optimizer: SGD(rate(0.05)), classes: [0, 1] }
    const svm = new SGDClassifier({ ...options, loss: hinge() }).fit(fixture.X, fixture.sides)
    expectWeights(svm, fixture.sklearn.hinge as Recorded)
    const model = new SGDClassifier({ ...options, loss: 'modifiedHuber' })
    model.useFeatures(['a', 'b', 'c'])
    const recorded = fixture.sklearn.modified_huber as Recorded
    const out = new Float64Array(2)
    for (const [i, x] of X.entries()) {
      model.probabilitiesOfVector(x, out)
      if (i % 13 === 0) expectClose([out[1]], [recorded.predictions[i / 13] as number], 1e-11)
      model.learnVector(x, fixture.sides[i] as number, 1)
    }
    expectWeights(model, recorded)
  })
})

function expectRun(
  model: Regressor & { readonly coefficients: readonly number[]; readonly intercept: number },
  recorded: Recorded,
  labels: readonly number[],
): void {
  model.useFeatures(['a', 'b', 'c'])
  for (const [i, x] of X.entries()) {
    const prediction = model.predictAndLearnVector(x, labels[i] as number, 1)
    if (i % 13 === 0) expectClose([prediction], [recorded.predictions[i / 13] as number], 1e-11)
  }
  expectWeights(model, recorded)
}

function expectWeights(
  model: { readonly coefficients: readonly number[]; readonly intercept: number },
  { coef, intercept }: Recorded,
): void {
  expectClose([...model.coefficients, model.intercept], [...coef, intercept], 1e-11, 1)
}
