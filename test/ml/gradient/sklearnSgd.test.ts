import { describe, expect, test } from 'vitest'
import type { Loss } from '../../../src/ml/gradient/loss.ts'
import { epsilonInsensitive, huber } from '../../../src/ml/gradient/losses.ts'
import { Averager } from '../../../src/ml/gradient/optimizers/averager.ts'
import { SGD } from '../../../src/ml/gradient/optimizers/plain.ts'
import { InverseScaling, type LearningRate } from '../../../src/ml/gradient/schedule.ts'
import { SGDClassifier } from '../../../src/ml/gradient/sgdClassifier.ts'
import { SGDRegressor, type SGDRegressorOptions } from '../../../src/ml/gradient/sgdRegressor.ts'
import { StandardScaler } from '../../../src/ml/preprocessing/standardScaler.ts'
import { goldenJson, hasGolden } from '../golden.ts'
import { type DataSet, dataSet } from './riverRun.ts'
import { classify, expectClose, regress } from './testThenTrain.ts'

interface SgdRun {
  readonly epochs: number
  readonly intercept: number
  readonly coef: readonly number[]
  readonly mse_after: number
  readonly prequential_mae_first_epoch: number
  readonly prequential_mse_first_epoch: number
}

interface Expected {
  readonly diabetes: Readonly<Record<string, SgdRun>>
  readonly breast_cancer: {
    readonly 'sgd_logloss_const.01_rowwise': {
      readonly intercept: number
      readonly coef: readonly number[]
      readonly prequential_logloss: number
      readonly prequential_accuracy: number
    }
  }
}

/**
 * The rows were learned by one `partial_fit` each, which begins its L1 account anew: `proximal`.
 *
 * scikit-learn's squared loss is half of ours: half the rate gives its steps, and twice the penalties its penalties.
 */
const halfSquared = (eta: LearningRate, penalties: { l1?: number; l2?: number } = {}): SGDRegressorOptions => ({
  optimizer: SGD({
    learningRate:
      typeof eta === 'number' ? eta / 2 : { ...eta, learningRate: 'learningRate' in eta ? eta.learningRate / 2 : 0 },
  } as Parameters<typeof SGD>[0]),
  l1Rule: 'proximal',
  l1: 2 * (penalties.l1 ?? 0),
  l2: 2 * (penalties.l2 ?? 0),
})
const constant = (loss: Loss, learningRate: number): SGDRegressorOptions => ({ loss, optimizer: SGD({ learningRate }) })

const runs: readonly (readonly [name: string, options: SGDRegressorOptions])[] = [
  ['sgd_default', halfSquared(InverseScaling({ learningRate: 0.01, power: 0.25 }), { l2: 1e-4 })],
  ['sgd_default_20_epochs', halfSquared(InverseScaling({ learningRate: 0.01, power: 0.25 }), { l2: 1e-4 })],
  ['sgd_constant_.01_nopenalty', halfSquared(0.01)],
  ['sgd_invscaling_.1_.5_nopenalty', halfSquared(InverseScaling())],
  ['sgd_huber_eps1.35_const_.05', constant(huber({ epsilon: 1.35 }), 0.05)],
  ['sgd_eps_insensitive_.1_const_.05', constant(epsilonInsensitive(), 0.05)],
  ['sgd_l1_.01_const_.01', halfSquared(0.01, { l1: 0.01 })],
  ['sgd_elasticnet_.01_.15_const_.01', halfSquared(0.01, { l1: 0.01 * 0.15, l2: 0.01 * 0.85 })],
  ['sgd_averaged_const_.01', { optimizer: Averager(SGD({ learningRate: 0.005 })) }],
]

describe.skipIf(!hasGolden)('scikit-learn’s SGD, row by row (needs ../shared/golden)', () => {
  const expected = hasGolden ? goldenJson<Expected>('sklearn_expected.json') : undefined

  test.each(runs)('%s', (name, options) => {
    const figures = expected?.diabetes[name] as SgdRun
    const data = scaledByAll(dataSet('diabetes', 'target'))
    const model = new SGDRegressor(options)
    const first = regress(model, data, { toPredict: data.X, toLearn: data.X })
    for (let epoch = 1; epoch < figures.epochs; epoch++) {
      for (const [i, x] of data.X.entries()) model.learnVector(x, data.y[i] as number, 1)
    }
    expectClose([model.intercept], [figures.intercept])
    // Huber's and Vapnik's slopes here are all the same, and the features' means are 0: what is left is rounding.
    expectClose(model.coefficients, figures.coef, 1e-9, 1e-3)
    const squares = data.X.map((x, i) => ((data.y[i] as number) - model.predictVector(x)) ** 2)
    expectClose([squares.reduce((sum, square) => sum + square, 0) / squares.length], [figures.mse_after])
    expectClose(
      [first.first.at(-1), first.second.at(-1)],
      [figures.prequential_mae_first_epoch, figures.prequential_mse_first_epoch],
    )
  })

  test('every recorded run is in the list', () => {
    const names = Object.keys(expected?.diabetes ?? {}).filter(name => name.startsWith('sgd_'))
    expect(runs.map(([name]) => name)).toEqual(names)
    expect(names).toHaveLength(9)
  })

  test('sgd_logloss_const.01_rowwise on breast_cancer', () => {
    const figures = (expected as Expected).breast_cancer['sgd_logloss_const.01_rowwise']
    const data = scaledByAll(dataSet('breast_cancer', 'target'))
    const model = new SGDClassifier({ classes: [0, 1] })
    const { first, second } = classify(model, data, { toPredict: data.X, toLearn: data.X })
    expectClose([model.intercept, ...model.coefficients], [figures.intercept, ...figures.coef])
    expectClose([first.at(-1), second.at(-1)], [figures.prequential_accuracy, figures.prequential_logloss])
  })
})

/** As recorded: features scaled by what all the data has. */
function scaledByAll(data: DataSet): DataSet {
  const scaler = new StandardScaler()
  scaler.useFeatures(data.names)
  for (const x of data.X) scaler.learnVector(x)
  return {
    ...data,
    X: data.X.map(x => {
      const z = new Float64Array(x.length)
      scaler.transformVector(x, z)
      return z
    }),
  }
}
