import { describe, expect, test } from 'vitest'
import { losses, optim } from '../../../src/api/ml.ts'
import { RandomSource } from '../../../src/base/random.ts'
import type { Classifier } from '../../../src/ml/estimator/classifier.ts'
import type { Regressor } from '../../../src/ml/estimator/regressor.ts'
import { fromJSON } from '../../../src/ml/fromJson.ts'
import { LogisticRegression } from '../../../src/ml/gradient/logisticRegression.ts'
import { optimizerTypes } from '../../../src/ml/gradient/optimizerTable.ts'
import { PassiveAggressiveClassifier } from '../../../src/ml/gradient/passiveAggressiveClassifier.ts'
import { PassiveAggressiveRegressor } from '../../../src/ml/gradient/passiveAggressiveRegressor.ts'
import { Perceptron } from '../../../src/ml/gradient/perceptron.ts'
import { SGDClassifier } from '../../../src/ml/gradient/sgdClassifier.ts'
import { SGDRegressor, type SGDRegressorOptions } from '../../../src/ml/gradient/sgdRegressor.ts'
import { SoftmaxRegression } from '../../../src/ml/gradient/softmaxRegression.ts'
import { expectClose } from './testThenTrain.ts'

const { ImplicitSGD, InverseScaling, Normalized, NormalizedAdaptive, Optimal, SGD, SquaredNormalizedAdaptive } = optim

/** One of every type, with rates that keep well on standard normal features. */
const optimizers: readonly optim.Optimizer[] = [
  SGD({ learningRate: 0.05 }),
  SGD({ learningRate: InverseScaling({ learningRate: 0.05 }) }),
  ImplicitSGD(),
  optim.Momentum({ learningRate: 0.01 }),
  optim.Nesterov({ learningRate: 0.01 }),
  optim.AdaGrad(),
  optim.RMSProp({ learningRate: 0.01 }),
  optim.AdaDelta(),
  optim.Adam({ learningRate: 0.05 }),
  optim.AMSGrad({ learningRate: 0.05 }),
  optim.AdaMax({ learningRate: 0.05 }),
  optim.Nadam({ learningRate: 0.05 }),
  optim.AdaBound(),
  optim.FTRLProximal({ l1: 0.01 }),
  Normalized({ learningRate: 0.05 }),
  NormalizedAdaptive(),
  SquaredNormalizedAdaptive(),
  optim.Averager(SGD({ learningRate: 0.05 }), { start: 5 }),
  optim.Averager(optim.Nesterov({ learningRate: 0.01 })),
]
const named = optimizers.map(optimizer => [JSON.stringify(optimizer), optimizer] as const)

const random = new RandomSource(23)
const X = Array.from({ length: 300 }, () => Float64Array.from({ length: 4 }, () => random.gaussian()))
const y = X.map(([a = 0, b = 0, c = 0]) => 3 + 2 * a - b + 0.5 * c + 0.1 * random.gaussian())
const names = ['a', 'b', 'c', 'd']

test('one of every type is here', () => {
  expect(new Set(optimizers.map(optimizer => optimizer.type))).toEqual(new Set(optimizerTypes()))
})

describe.each(named)('%s', (_, optimizer) => {
  const options: readonly SGDRegressorOptions[] = [
    { optimizer },
    { optimizer, l2: 0.01, interceptLearningRate: 0.05 },
    { optimizer, fitIntercept: false, clipGradient: 3 },
    ...(['AdaDelta', 'FTRLProximal'].includes(optimizer.type)
      ? []
      : [{ optimizer, l1: 0.01, loss: losses.huber() } as const]),
  ]

  test('gets better with records', () => {
    const model = learned(new SGDRegressor({ optimizer }), X, y)
    const error = (from: number, to: number): number => {
      const fresh = new SGDRegressor({ optimizer })
      fresh.useFeatures(names)
      return X.reduce((sum, x, i) => {
        const distance = Math.abs(fresh.predictAndLearnVector(x, y[i] as number, 1) - (y[i] as number))
        return i >= from && i < to ? sum + distance : sum
      }, 0)
    }
    // AdaDelta measures its steps by those before, and begins with tiny ones.
    expect(error(250, 300)).toBeLessThan((optimizer.type === 'AdaDelta' ? 0.95 : 0.75) * error(0, 50))
    expect(model.n).toBe(300)
  })

  test('many features take loops, few are written out: the same', () => {
    for (const option of options) {
      const few = learned(new SGDRegressor(option), X, y)
      const many = new SGDRegressor(option)
      many.useFeatures([...names, ...Array.from({ length: 16 }, (__, j) => `zero${j}`)])
      for (const [i, x] of X.entries()) many.learnVector(padded(x, 20), y[i] as number, 1)
      expectClose(many.coefficients.slice(0, 4), few.coefficients, 1e-9, 1e-3)
      expectClose(
        [many.intercept, many.predictVector(padded(X[7] as Float64Array, 20))],
        [few.intercept, few.predictVector(X[7] as Float64Array)],
        1e-9,
        1e-3,
      )
      expect(many.coefficients.slice(4)).toEqual(new Array(16).fill(0))
    }
  })

  test('predicting and learning at once is both in turn', () => {
    for (const option of options) {
      const once = new SGDRegressor(option)
      const turn = new SGDRegressor(option)
      for (const model of [once, turn]) model.useFeatures(names)
      for (const [i, x] of X.slice(0, 50).entries()) {
        expect(once.predictAndLearnVector(x, y[i] as number, 1)).toBe(turn.predictVector(x))
        turn.learnVector(x, y[i] as number, 1)
      }
      expect(JSON.stringify(once)).toBe(JSON.stringify(turn))
    }
  })

  test('a feature that appears was 0 so far', () => {
    for (const option of options) {
      const late = new SGDRegressor(option)
      const early = new SGDRegressor(option)
      late.useFeatures(['a', 'b'])
      early.useFeatures(['a', 'b', 'c'])
      for (const [i, x] of X.slice(0, 30).entries()) {
        late.learnVector(x.subarray(0, 2), y[i] as number, 1)
        early.learnVector(Float64Array.of(x[0] as number, x[1] as number, 0), y[i] as number, 1)
      }
      late.extendFeatures(['c'])
      for (const [i, x] of X.slice(30, 60).entries()) {
        for (const model of [late, early]) model.learnVector(x.subarray(0, 3), y[i] as number, 1)
      }
      expect(JSON.stringify(late)).toBe(JSON.stringify(early))
    }
  })

  test('saved and loaded at every record, it goes on identically', () => {
    for (const option of options) {
      const straight = learned(new SGDRegressor(option), X.slice(0, 40), y)
      let model = new SGDRegressor(option)
      model.useFeatures(names)
      for (const [i, x] of X.slice(0, 40).entries()) {
        model.learnVector(x, y[i] as number, 1)
        model = fromJSON(JSON.stringify(model)) as SGDRegressor
      }
      expect(JSON.stringify(model)).toBe(JSON.stringify(straight))
      expect(model.clone().n).toBe(0)
      expect(JSON.stringify(model.clone().toJSON().options)).toBe(JSON.stringify(straight.toJSON().options))
    }
  })
})

describe('scale-free: whatever the units, predictions are the same', () => {
  test.each([
    ['Normalized', Normalized({ learningRate: 0.05 })],
    ['NormalizedAdaptive', NormalizedAdaptive()],
    ['SquaredNormalizedAdaptive', SquaredNormalizedAdaptive()],
  ])('%s', (_, optimizer) => {
    const run = (units: readonly number[]): number[] => {
      const model = new SGDRegressor({ optimizer })
      model.useFeatures(names)
      return X.map((x, i) => {
        const scaled = x.map((value, j) => value * (units[j] as number))
        const prediction = model.predictVector(scaled)
        model.learnVector(scaled, y[i] as number, 1)
        return prediction
      })
    }
    const plain = run([1, 1, 1, 1])
    expect(run([1024, 2 ** -20, 4, 0.5])).toEqual(plain)
    expectClose(run([1e6, 1e-9, 3, 0.7]), plain, 1e-9, 1)
    const late = plain.slice(200).map((prediction, i) => Math.abs(prediction - (y[200 + i] as number)))
    expect(late.reduce((sum, error) => sum + error, 0) / late.length).toBeLessThan(0.8)
  })

  test('plain gradient descent is not: it goes astray, or says so', () => {
    const large = X.map(x => x.map((value, j) => (j === 0 ? 1e6 * value : value)))
    const clipped = learned(new SGDRegressor(), large, y)
    expect(Math.abs(clipped.predictVector(large[0] as Float64Array))).toBeGreaterThan(1e9)
    expect(clipped.describe().notes.join()).toMatch(/slope of \d+ in 300 records was cut to 1000000000000/)
    expect(() => learned(new SGDRegressor({ clipGradient: 1e300 }), large, y)).toThrow(
      /grew beyond all bounds within \d+ records.*StandardScaler/,
    )
  })
})

describe('implicit steps', () => {
  const x = Float64Array.of(2, -1)

  test('squared loss: between prediction and label, in closed form', () => {
    for (const learningRate of [0.01, 1, 1e6]) {
      const model = new SGDRegressor({ optimizer: ImplicitSGD({ learningRate }) })
      model.useFeatures(['a', 'b'])
      model.learnVector(x, 5, 1)
      // |x|² + 1 = 6: p = 2η · 6 · 5 / (1 + 2η · 6).
      expectClose([model.predictVector(x)], [(60 * learningRate) / (1 + 12 * learningRate)], 1e-12)
    }
  })

  test.each(['huber', 'absolute', 'quantile', 'epsilonInsensitive', 'poisson'])('%s: never past the label', loss => {
    const model = new SGDRegressor({ loss, optimizer: ImplicitSGD({ learningRate: 100 }) })
    model.useFeatures(['a', 'b'])
    for (const label of [5, 1, 9, 2]) {
      const before = model.predictVector(x)
      model.learnVector(x, label, 1)
      const after = model.predictVector(x)
      const slack = loss === 'epsilonInsensitive' ? 0.1 : 0
      expect(Math.abs(after - label)).toBeLessThanOrEqual(Math.abs(before - label))
      expect(Math.abs(after - label) - slack).toBeLessThan(0.02)
    }
  })

  test('log loss: the step is η times the slope where it ends', () => {
    const model = new SGDClassifier({ optimizer: ImplicitSGD({ learningRate: 10 }), classes: [false, true] })
    model.useFeatures(['a', 'b'])
    model.learnVector(x, 1, 1)
    const score = model.decisionOne({ a: 2, b: -1 })
    expectClose([score], [(10 * 6) / (1 + Math.exp(score))], 1e-12)
  })

  test('a loss that is not convex is refused', () => {
    expect(() => new SGDRegressor({ loss: 'cauchy', optimizer: 'ImplicitSGD' })).toThrow(
      /need a convex loss, not cauchy/,
    )
  })
})

test('a weight multiplies the gradient; 0 leaves the model as it was', () => {
  const model = new SGDRegressor()
  model.learnOne({ x: 1 }, 5, 3)
  const heavy = new SGDRegressor({ optimizer: SGD({ learningRate: 0.03 }) })
  heavy.learnOne({ x: 1 }, 5)
  expectClose([model.weights.x, model.intercept], [heavy.weights.x as number, heavy.intercept], 1e-15)
  const { weights } = model
  model.learnOne({ x: 7 }, 1e9, 0)
  expect(model.weights).toEqual(weights)
  expect(model.n).toBe(2)
})

describe('the worked examples of the documentation', () => {
  test('SGDRegressor', () => {
    const model = new SGDRegressor({ optimizer: SGD({ learningRate: 0.1 }) })
    model.learnOne({ x: 1 }, 5)
    expect(model.weights).toEqual({ x: 1 })
    expect(model.intercept).toBe(1)
    expect(model.predictOne({ x: 2 })).toBe(3)
  })

  test('SGDClassifier', () => {
    const model = new SGDClassifier({ loss: 'hinge', optimizer: SGD({ learningRate: 0.5 }), classes: ['ham', 'spam'] })
    model.learnOne({ links: 4 }, 'spam')
    expect(model.decisionOne({ links: 1 })).toBe(2.5)
    expect(model.predictOne({ links: 1 })).toBe('spam')
    expect(model.describe().notes).toEqual(['A positive weight speaks for "spam", a negative one for "ham".'])
  })

  test('Perceptron', () => {
    const model = new Perceptron({ classes: [false, true] })
    model.learnOne({ a: 2, b: -1 }, true)
    expect([model.weights, model.intercept]).toEqual([{ a: 2, b: -1 }, 1])
  })

  test('passive-aggressive: after a hard step there is no loss, because the intercept is in the norm', () => {
    const regressor = new PassiveAggressiveRegressor({ mode: 'hard', epsilon: 1 })
    regressor.learnOne({ x: 3 }, 11)
    expect([regressor.weights, regressor.intercept, regressor.predictOne({ x: 3 })]).toEqual([{ x: 3 }, 1, 10])
    const overshooting = new PassiveAggressiveRegressor({ mode: 'hard', epsilon: 1, interceptInNorm: false })
    overshooting.learnOne({ x: 3 }, 11)
    expect(overshooting.predictOne({ x: 3 })).toBeGreaterThan(11)
    const classifier = new PassiveAggressiveClassifier({ mode: 'hard', classes: [false, true] })
    classifier.learnOne({ a: 1, b: -1 }, true)
    expect(classifier.decisionOne({ a: 1, b: -1 })).toBeCloseTo(1, 12)
  })

  test('SoftmaxRegression', () => {
    const model = new SoftmaxRegression({ classes: ['a', 'b'], optimizer: SGD({ learningRate: 1 }) })
    model.learnOne({ x: 2 }, 'a')
    expect(model.coefficients).toEqual([[1], [-1]])
    expectClose(Object.values(model.predictProbaOne({ x: 1 })), [0.9525741268224334, 0.04742587317756678], 1e-14)
  })

  test('LogisticRegression', () => {
    const hours = [{ h: 1 }, { h: 2 }, { h: 3 }, { h: 4 }]
    const model = new LogisticRegression({ solver: 'newton', classes: [false, true] }).fit(hours, [
      false,
      true,
      false,
      true,
    ])
    expect(model.predictProbaOne({ h: 2.5 }).true).toBeCloseTo(0.5, 12)
  })
})

describe('softmax', () => {
  test('with two classes it is logistic regression of twice the rate', () => {
    const softmax = new SoftmaxRegression({ classes: [false, true], optimizer: SGD({ learningRate: 0.05 }) })
    const logistic = new LogisticRegression({ classes: [false, true], optimizer: SGD({ learningRate: 0.1 }) })
    for (const model of [softmax, logistic]) model.useFeatures(names)
    for (const [i, x] of X.entries())
      for (const model of [softmax, logistic]) model.learnVector(x, (y[i] as number) > 3 ? 1 : 0, 1)
    const [no = [], yes = []] = softmax.coefficients
    expectClose(
      yes.map((weight, j) => weight - (no[j] as number)),
      logistic.coefficients,
      1e-10,
    )
  })

  test('a class that appears starts at 0, and a feature too', () => {
    const model = new SoftmaxRegression({ optimizer: optim.Adam() })
    model.learnOne({ a: 1 }, 'x')
    model.learnOne({ a: -1 }, 'y')
    const before = model.coefficients
    model.extendFeatures(['b'])
    expect(model.coefficients).toEqual(before.map(weights => [...weights, 0]))
    model.classIndex('z')
    expect(model.coefficients[2]).toEqual([0, 0])
    const again = fromJSON(JSON.stringify(model)) as SoftmaxRegression
    for (const one of [model, again]) one.learnOne({ a: 0, b: 2 }, 'z')
    expect(JSON.stringify(again)).toBe(JSON.stringify(model))
    expect(Object.values(model.predictProbaOne({ a: 0, b: 2 })).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 14)
    expect(() => new SoftmaxRegression({ optimizer: 'ImplicitSGD' })).toThrow(/two classes only/)
  })
})

test('every class refuses what is no number, and says where', () => {
  const regressors: Regressor[] = [new SGDRegressor(), new PassiveAggressiveRegressor()]
  const classifiers: Classifier[] = [
    new SGDClassifier(),
    new LogisticRegression(),
    new Perceptron(),
    new PassiveAggressiveClassifier(),
    new SoftmaxRegression(),
  ]
  for (const model of regressors) {
    expect(() => model.learnOne({ age: Number.NaN }, 1)).toThrow(/feature 'age': NaN is not a finite number/)
    expect(() => model.learnOne({ age: 1 }, Number.POSITIVE_INFINITY)).toThrow(/label: Infinity/)
  }
  for (const model of classifiers) {
    expect(() => model.learnOne({ age: 'old' }, true)).toThrow(/feature 'age': "old" is text/)
    expect(() => model.learnOne({ age: 1 }, null as never)).toThrow(/null is no class/)
  }
  expect(() => new SGDRegressor({ loss: 'poisson' }).learnOne({ x: 1 }, -1)).toThrow(/-1 is below 0.*poisson/)
})

test('wrong options are named, with the fix', () => {
  const create = (options: object) => () => new SGDRegressor(options as SGDRegressorOptions)
  expect(create({ learningRate: 0.1 })).toThrow(/unknown option 'learningRate'/)
  expect(create({ loss: 'log' })).toThrow(/"log" is no loss for numbers.*squared/)
  expect(create({ loss: 'hubber' })).toThrow(/Did you mean 'huber'/)
  expect(create({ optimizer: 'adma' })).toThrow(/Did you mean ml.optim.Adam\(\)/)
  expect(create({ optimizer: 'FTRLProximal', l1: 1 })).toThrow(/l1: FTRLProximal has no learning rate/)
  expect(create({ l2: -1 })).toThrow(/l2: -1 cannot be used.*0 or more/)
  expect(create({ l1Rule: 'none' })).toThrow(/"none" is no rule.*'proximal'/)
  expect(create({ interceptLearningRate: 'fast' })).toThrow(/"fast" is no learning rate/)
  expect(() => optim.Adam({ beta1: 1 })).toThrow(/ml.optim.Adam: beta1: 1 .*below 1/)
  expect(() => optim.Adam({ beta3: 1 } as object)).toThrow(/unknown option 'beta3'.*Did you mean/)
  expect(() => Optimal({ alpha: 0 })).toThrow(/above 0/)
  expect(() => losses.quantile({ alpha: 1.5 })).toThrow(/ml.losses.quantile: alpha: 1.5/)
  expect(() => new SGDClassifier({ loss: 'squared' })).toThrow(/no loss for two classes.*log, hinge, modifiedHuber/)
  expect(() => new SGDClassifier({ classes: [1, 2, 3] })).toThrow(/more than two.*SoftmaxRegression/)
  expect(() => new SGDClassifier({ classes: [1, 1] })).toThrow(/names one twice/)
})

test('damaged states are refused', () => {
  const model = learned(new SGDRegressor({ optimizer: 'Adam' }), X.slice(0, 5), y)
  const json = JSON.parse(JSON.stringify(model)) as { state: { arrays: { m: number[] } } }
  json.state.arrays.m.pop()
  expect(() => fromJSON(json)).toThrow(/saved weights do not fit 4 features/)
})

test('it describes itself', () => {
  const model = learned(new SGDRegressor({ optimizer: optim.Averager(SGD()), l1: 0.1 }), X.slice(0, 50), y)
  const { parameters, tables } = model.describe()
  expect(parameters).toEqual([
    { name: 'loss', value: 'squared' },
    { name: 'optimizer', value: 'Averager(optimizer SGD(learningRate 0.01), start 0)' },
    { name: 'l1', value: 0.1 },
  ])
  expect(tables[0]?.rows).toEqual([['intercept', model.intercept], ...Object.entries(model.weights)])
})

function learned<M extends Regressor>(model: M, inputs: readonly Float64Array[], labels: readonly number[]): M {
  model.useFeatures(names)
  for (const [i, x] of inputs.entries()) model.learnVector(x, labels[i] as number, 1)
  return model
}

function padded(x: Float64Array, width: number): Float64Array {
  const out = new Float64Array(width)
  out.set(x)
  return out
}
