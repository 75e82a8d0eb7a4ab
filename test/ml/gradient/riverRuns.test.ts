import { describe, expect, test } from 'vitest'
import type { BinaryClassifier } from '../../../src/ml/gradient/binaryClassifier.ts'
import type { Loss } from '../../../src/ml/gradient/loss.ts'
import { cauchy, hinge, huber, quantile } from '../../../src/ml/gradient/losses.ts'
import type { Optimizer } from '../../../src/ml/gradient/optimizer.ts'
import { AdaGrad, RMSProp } from '../../../src/ml/gradient/optimizers/adaptive.ts'
import { FTRLProximal } from '../../../src/ml/gradient/optimizers/ftrlProximal.ts'
import { AdaBound, AdaMax, Adam, AMSGrad, Nadam } from '../../../src/ml/gradient/optimizers/moments.ts'
import { SGD } from '../../../src/ml/gradient/optimizers/plain.ts'
import { PassiveAggressiveClassifier } from '../../../src/ml/gradient/passiveAggressiveClassifier.ts'
import { Perceptron } from '../../../src/ml/gradient/perceptron.ts'
import { InverseScaling, Optimal } from '../../../src/ml/gradient/schedule.ts'
import { SGDClassifier, type SGDClassifierOptions } from '../../../src/ml/gradient/sgdClassifier.ts'
import { SGDRegressor, type SGDRegressorOptions } from '../../../src/ml/gradient/sgdRegressor.ts'
import { hasGolden } from '../golden.ts'
import {
  type DataSet,
  dataSet,
  fadingStandardised,
  maxAbsScaled,
  riverRun,
  riverRuns,
  type Scaled,
  standardised,
} from './riverRun.ts'
import {
  classify,
  expectClassification,
  expectClose,
  expectRegression,
  regress,
  riverSigmoid,
} from './testThenTrain.ts'

const FTRL = { l1: 0.001, l2: 0.001, alpha: 0.5, beta: 1 }

/** `trump.std.…`: the regressor behind River's standard scaler, with `intercept_lr` as its name says. */
const regressions: readonly (readonly [name: string, options: SGDRegressorOptions])[] = [
  ['LR(SGD0.01,intercept_lr=.1)', { interceptLearningRate: 0.1 }],
  ['LR(default)', { interceptLearningRate: 0.01 }],
  ['LR(default)', {}],
  ['LR(AdaGrad(.1),intercept_lr=.1)', { optimizer: AdaGrad(), interceptLearningRate: 0.1 }],
  ['LR(Adam(.1),intercept_lr=.1)', { optimizer: Adam(), interceptLearningRate: 0.1 }],
  ['LR(AMSGrad(.1),intercept_lr=.1)', { optimizer: 'AMSGrad', interceptLearningRate: 0.1 }],
  ['LR(AdaMax(.1),intercept_lr=.1)', { optimizer: AdaMax(), interceptLearningRate: 0.1 }],
  ['LR(AdaBound(),intercept_lr=.1)', { optimizer: AdaBound(), interceptLearningRate: 0.1 }],
  ['LR(FTRLProximal(),intercept_lr=.1)', { optimizer: FTRLProximal({ delayed: true }), interceptLearningRate: 0.1 }],
  [
    'LR(FTRLProximal(alpha=.5,beta=1,l1=.001,l2=.001),intercept_lr=.1)',
    { optimizer: FTRLProximal({ ...FTRL, delayed: true }), interceptLearningRate: 0.1 },
  ],
  ...(
    [
      ['Squared', 'squared'],
      ['Huber(.1)', huber({ epsilon: 0.1 })],
      ['Huber(1.35)', huber()],
      ['Quantile(.1)', quantile({ alpha: 0.1 })],
      ['Quantile(.5)', quantile()],
      ['Cauchy', cauchy()],
    ] as readonly (readonly [string, Loss | string])[]
  ).map(
    ([name, loss]) =>
      [
        `LR(SGD(.05),loss=${name},intercept_lr=.3)`,
        { loss, optimizer: SGD({ learningRate: 0.05 }), interceptLearningRate: 0.3 },
      ] as const,
  ),
]

/** `phishing.std.LogReg(…)`, whose intercept learns at River's default of 0.01. */
const classifications: readonly (readonly [name: string, options: Optimizer])[] = [
  ['SGD(.01)', SGD()],
  ['SGD(InverseScaling(.1,power=.5))', SGD({ learningRate: InverseScaling() })],
  ['SGD(Optimal)', SGD({ learningRate: Optimal() })],
  ['AdaGrad(.1)', AdaGrad()],
  ['RMSProp(.1)', RMSProp()],
  ['Adam(.1)', Adam()],
  ['AMSGrad(.1)', AMSGrad()],
  ['AdaMax(.1)', AdaMax()],
  ['Nadam(.1)', Nadam()],
  ['AdaBound()', AdaBound()],
  ['FTRLProximal()', FTRLProximal({ delayed: true })],
  ['FTRLProximal(alpha=.5,beta=1,l1=.001,l2=.001)', FTRLProximal({ ...FTRL, delayed: true })],
]

/** Runs that cannot be met to 1e-9 and why. Each reason is tested below. */
const outOfReach: Readonly<Record<string, string>> = {
  'trump.std.LR(SGD(Optimal),intercept_lr=.1)': `steps 500 times too large multiply rounding: 1e-16 between Python's
    ** 0.5 and a square root grows to 1e-6 in the mean error and 4e-3 in the last predictions; held to 1e-5 and 1e-2`,
  'trump.std.LR(Averager(SGD(.01),100),intercept_lr=.1)': `River discards what Averager returns: its run is that of SGD`,
  'phishing.std.LogReg(Averager(SGD(.01),100))': `the same`,
  // River's passive-aggressive regressor measures its loss from 2 y − 1 and steps towards y. With that repaired (and the
  // intercept out of the norm, an option here) it gives the figures of recordedPeers.test.ts.
  'trump.std.PARegressor(C=1,mode=0,eps=.1)': `a loss of 2 y − 1`,
  'trump.std.PARegressor(C=.01,mode=0,eps=.1)': `a loss of 2 y − 1`,
  'trump.std.PARegressor(C=1,mode=2,eps=.1)': `a loss of 2 y − 1`,
  'trump.std.PARegressor(C=.01,mode=2,eps=.1)': `a loss of 2 y − 1`,
}

describe.skipIf(!hasGolden)('River’s linear models, run by run (needs ../shared/golden)', () => {
  const trump = hasGolden ? dataSet('trump_approval') : undefined
  const phishing = hasGolden ? dataSet('phishing') : undefined
  const covered = new Set<string>()

  const checkRegression = (
    name: string,
    options: SGDRegressorOptions,
    scale: (data: DataSet) => Scaled,
    tolerance?: number,
    atEnd?: number,
  ): void => {
    covered.add(name)
    const data = trump as DataSet
    const model = new SGDRegressor(options)
    expectRegression(regress(model, data, scale(data)), riverRun(name), model, tolerance, atEnd)
  }

  test.each(regressions)('trump.std.%s', (name, options) => {
    checkRegression(`trump.std.${name}`, options, standardised)
  })

  test('trump.maxabs.LR(intercept_lr=.1)', () => {
    checkRegression('trump.maxabs.LR(intercept_lr=.1)', { interceptLearningRate: 0.1 }, maxAbsScaled)
  })

  test('trump.adaptivestd(fading=.3).LR(intercept_lr=.1)', () => {
    checkRegression('trump.adaptivestd(fading=.3).LR(intercept_lr=.1)', { interceptLearningRate: 0.1 }, data =>
      fadingStandardised(data, 0.3),
    )
  })

  test('trump.std.LR(SGD(.05),loss=EpsilonInsensitiveHinge(.1),intercept_lr=.3), whose loss takes 2y − 1 for the label', () => {
    const name = 'trump.std.LR(SGD(.05),loss=EpsilonInsensitiveHinge(.1),intercept_lr=.3)'
    covered.add(name)
    const data = trump as DataSet
    const model = new SGDRegressor({
      loss: 'epsilonInsensitive',
      optimizer: SGD({ learningRate: 0.05 }),
      interceptLearningRate: 0.3,
    })
    expectRegression(
      regress(model, data, standardised(data), y => 2 * y - 1),
      riverRun(name),
      model,
    )
  })

  const checkClassification = (name: string, model: BinaryClassifier, data: DataSet): void => {
    covered.add(name)
    expectClassification(classify(model, data, standardised(data), riverSigmoid), riverRun(name), model)
  }
  const logistic = (options: SGDClassifierOptions): SGDClassifier =>
    new SGDClassifier({ loss: 'log', interceptLearningRate: 0.01, classes: [0, 1], ...options })

  test.each(classifications)('phishing.std.LogReg(%s)', (name, optimizer) => {
    checkClassification(`phishing.std.LogReg(${name})`, logistic({ optimizer }), phishing as DataSet)
  })

  test('phishing.std.LogReg(l2=.01)', () => {
    checkClassification('phishing.std.LogReg(l2=.01)', logistic({ l2: 0.01 }), phishing as DataSet)
  })

  test('bananas.std.LogReg(default)', () => {
    checkClassification('bananas.std.LogReg(default)', logistic({}), dataSet('bananas'))
  })

  test('phishing.std.Perceptron', () => {
    checkClassification('phishing.std.Perceptron', new Perceptron({ classes: [0, 1] }), phishing as DataSet)
    const same = new SGDClassifier({
      loss: hinge({ threshold: 0 }),
      optimizer: SGD({ learningRate: 1 }),
      classes: [0, 1],
    })
    checkClassification('phishing.std.Perceptron', same, phishing as DataSet)
  })

  test.each([
    ['phishing.std.PAClassifier(C=.01,mode=1)', 'capped'],
    ['phishing.std.PAClassifier(C=.01,mode=2)', 'soft'],
  ] as const)('%s, whose intercept is out of the norm', (name, mode) => {
    const model = new PassiveAggressiveClassifier({ C: 0.01, mode, interceptInNorm: false, classes: [0, 1] })
    checkClassification(name, model, phishing as DataSet)
  })

  test.each(Object.keys(outOfReach).filter(name => name.includes('PARegressor')))('%s: 2 y − 1', name => {
    covered.add(name)
    const [, C, mode] = /C=([.\d]+),mode=(\d)/.exec(name) as unknown as [string, string, string]
    const data = trump as DataSet
    const { toPredict, toLearn } = standardised(data)
    const w = new Float64Array(data.names.length + 1)
    const score = (x: Float64Array): number =>
      x.reduce((sum, value, j) => sum + value * (w[j + 1] as number), w[0] as number)
    const errors = data.y.map((y, i) => {
      const error = Math.abs(y - score(toPredict[i] as Float64Array))
      const x = toLearn[i] as Float64Array
      const norm = x.reduce((sum, value) => sum + value * value, 0)
      const loss = Math.max(0, Math.abs(score(x) - (2 * y - 1)) - 0.1)
      const tau = mode === '2' ? loss / (norm + 0.5 / Number(C)) : norm > 0 ? loss / norm : 0
      const step = tau * Math.sign(y - score(x))
      for (const [j, value] of x.entries()) w[j + 1] = (w[j + 1] as number) + step * value
      w[0] = (w[0] as number) + step
      return error
    })
    expectClose([errors.reduce((sum, error) => sum + error, 0) / errors.length], [riverRun(name).MAE], 1e-7)
  })

  test('trump.std.LR(SGD(Optimal),intercept_lr=.1), to 1e-5: one last digit of a scaled feature moves it by more than 1e-9', () => {
    const name = 'trump.std.LR(SGD(Optimal),intercept_lr=.1)'
    const options = { optimizer: SGD({ learningRate: Optimal() }), interceptLearningRate: 0.1 }
    checkRegression(name, options, standardised, 1e-5, 1e-2)
    const data = trump as DataSet
    const z = standardised(data)
    const moved = z.toLearn.map((x, i) => (i === 7 ? x.map(value => value * (1 + Number.EPSILON)) : x))
    const straight = regress(new SGDRegressor(options), data, z).first.at(-1) as number
    const changed = regress(new SGDRegressor(options), data, { ...z, toLearn: moved }).first.at(-1) as number
    expect(Math.abs(changed / straight - 1)).toBeGreaterThan(1e-9)
  })

  test.each(
    Object.keys(outOfReach).filter(name => name.includes('Averager')),
  )('%s is out of reach: it is the run of plain SGD', name => {
    covered.add(name)
    const twin = name.replace('Averager(SGD(.01),100)', name.startsWith('trump') ? 'SGD0.01' : 'SGD(.01)')
    const { name: _, ...figures } = riverRun(name)
    const { name: __, ...same } = riverRun(twin)
    expect(figures).toEqual(same)
  })

  test('no recorded run of a linear model was forgotten', () => {
    const linear = riverRuns.filter(
      ({ name }) => /\.(LR|LogReg|Perceptron|PA)/.test(name) && !name.includes('progressive_val'),
    )
    expect(linear.map(({ name }) => name).filter(name => !covered.has(name))).toEqual([])
    expect(linear.length).toBeGreaterThanOrEqual(41)
  })
})
