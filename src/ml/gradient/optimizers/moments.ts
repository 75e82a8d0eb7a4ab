import { defineOptimizer } from '../optimizer.ts'
import { firstRate, type LearningRate, rateCode } from '../schedule.ts'

/** Options of {@link Adam}, {@link AMSGrad}, {@link AdaMax} and {@link Nadam}. */
export interface AdamOptions {
  readonly learningRate?: LearningRate | undefined
  /** The part of the gradients' mean that stays. Default 0.9. */
  readonly beta1?: number | undefined
  /** The part of their squares' mean that stays. Default 0.999. */
  readonly beta2?: number | undefined
  /** Keeps divisors above 0. Default 1e-8. */
  readonly epsilon?: number | undefined
}

/** Options of {@link AdaBound}. */
export interface AdaBoundOptions extends AdamOptions {
  /** How fast the bounds close. Default 0.001. */
  readonly gamma?: number | undefined
  /** The rate of plain gradient descent that it ends at. Default 0.1. */
  readonly finalRate?: number | undefined
}

const DEFAULTS = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const

const mean = (beta1: number): string => `m[j] = ${beta1} * m[j] + ${1 - beta1} * g`
const square = (beta2: number): string => `v2[j] = ${beta2} * v2[j] + ${1 - beta2} * g * g`

/**
 * `1 − βᵗ⁺¹`, the part of a mean that does not come from its start at 0. Once the power is below 2⁻⁵⁴ the difference rounds
 * to 1, so that it need not be computed.
 */
const gathered = (beta: number): string => {
  const steps = beta > 0 ? Math.ceil((-54 * Math.LN2) / Math.log(beta)) + 1 : 1
  return `(t > ${steps} ? 1 : 1 - ${beta} ** (t + 1))`
}

/** What is left of the start at 0 is divided out of both means, once a step. */
const corrected = (beta1: number, beta2: number): string =>
  `const step = rate * Math.sqrt(${gathered(beta2)}) / ${gathered(beta1)}`

/** Adam (Kingma and Ba 2015). Default rate 0.1. */
export const Adam = defineOptimizer<AdamOptions>('Adam', DEFAULTS, ({ learningRate, beta1, beta2, epsilon }) => ({
  arrays: ['m', 'v2'],
  rate: rateCode(learningRate),
  before: corrected(beta1, beta2),
  each: `${mean(beta1)}; ${square(beta2)}; w[j] -= step * m[j] / (Math.sqrt(v2[j]) + ${epsilon})`,
}))

/** AMSGrad (Reddi, Kale and Kumar 2018): Adam whose rates never rise again. Default rate 0.1. */
export const AMSGrad = defineOptimizer<AdamOptions>('AMSGrad', DEFAULTS, ({ learningRate, beta1, beta2, epsilon }) => ({
  arrays: ['m', 'v2', 'top'],
  rate: rateCode(learningRate),
  before: corrected(beta1, beta2),
  each: `${mean(beta1)}; ${square(beta2)}; if (v2[j] > top[j]) top[j] = v2[j]
    w[j] -= step * m[j] / (Math.sqrt(top[j]) + ${epsilon})`,
}))

/** AdaMax (Kingma and Ba 2015): Adam by the largest gradient instead of the mean square. Default rate 0.1. */
export const AdaMax = defineOptimizer<AdamOptions>('AdaMax', DEFAULTS, ({ learningRate, beta1, beta2, epsilon }) => ({
  arrays: ['m', 'top'],
  rate: rateCode(learningRate),
  before: `const step = rate / ${gathered(beta1)}`,
  each: `${mean(beta1)}; top[j] = Math.max(${beta2} * top[j], Math.abs(g)); w[j] -= step * m[j] / (top[j] + ${epsilon})`,
}))

/** Nadam (Dozat 2016): Adam with Nesterov's momentum. Default rate 0.1. */
export const Nadam = defineOptimizer<AdamOptions>('Nadam', DEFAULTS, ({ learningRate, beta1, beta2, epsilon }) => ({
  arrays: ['m', 'v2'],
  rate: rateCode(learningRate),
  before: `const c1 = ${gathered(beta1)}, c2 = ${gathered(beta2)}`,
  each: `${mean(beta1)}; ${square(beta2)}
    w[j] -= rate * (${beta1} * m[j] / c1 + ${1 - beta1} * g / c1) / (Math.sqrt(v2[j] / c2) + ${epsilon})`,
}))

/** AdaBound (Luo et al. 2019): Adam that turns into plain gradient descent of `finalRate`. Default rate 0.001. */
export const AdaBound = defineOptimizer<AdaBoundOptions>(
  'AdaBound',
  { ...DEFAULTS, learningRate: 0.001, gamma: 0.001, finalRate: 0.1 },
  ({ learningRate, beta1, beta2, epsilon, gamma, finalRate }) => ({
    arrays: ['m', 'v2'],
    rate: rateCode(learningRate),
    before: `${corrected(beta1, beta2)}, last = rate * ${finalRate / firstRate(learningRate)}
      const low = last * (1 - 1 / (${gamma} * (t + 1) + 1)), high = last * (1 + 1 / (${gamma} * (t + 1)))`,
    each: `${mean(beta1)}; ${square(beta2)}
      w[j] -= Math.max(low, Math.min(high, step / (Math.sqrt(v2[j]) + ${epsilon}))) * m[j]`,
  }),
)
