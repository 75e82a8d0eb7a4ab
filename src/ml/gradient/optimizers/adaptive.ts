import { defineOptimizer } from '../optimizer.ts'
import { type LearningRate, rateCode } from '../schedule.ts'

/** Options of {@link AdaGrad}. */
export interface AdaGradOptions {
  readonly learningRate?: LearningRate | undefined
  /** Keeps divisors above 0. Default 1e-8. */
  readonly epsilon?: number | undefined
}

/** Options of {@link RMSProp}. */
export interface RMSPropOptions extends AdaGradOptions {
  /** The part of the mean that stays. Default 0.9. */
  readonly rho?: number | undefined
}

/** Options of {@link AdaDelta}. */
export interface AdaDeltaOptions {
  /** The part of the means that stays. Default 0.95. */
  readonly rho?: number | undefined
  readonly epsilon?: number | undefined
}

/** AdaGrad (Duchi, Hazan and Singer 2011): rates fall with the squares of a weight's own gradients. Default rate 0.1. */
export const AdaGrad = defineOptimizer<AdaGradOptions>(
  'AdaGrad',
  { learningRate: 0.1, epsilon: 1e-8 },
  ({ learningRate, epsilon }) => ({
    arrays: ['v2'],
    rate: rateCode(learningRate),
    each: `v2[j] += g * g; w[j] -= rate / Math.sqrt(v2[j] + ${epsilon}) * g`,
  }),
)

/** RMSProp (Hinton, lecture 6, 2012): AdaGrad with a mean that forgets. Default rate 0.1. */
export const RMSProp = defineOptimizer<RMSPropOptions>(
  'RMSProp',
  { learningRate: 0.1, rho: 0.9, epsilon: 1e-8 },
  ({ learningRate, rho, epsilon }) => ({
    arrays: ['v2'],
    rate: rateCode(learningRate),
    each: `v2[j] = ${rho} * v2[j] + ${1 - rho} * g * g; w[j] -= rate / Math.sqrt(v2[j] + ${epsilon}) * g`,
  }),
)

/** AdaDelta (Zeiler 2012): no rate at all; steps are measured by the steps before. */
export const AdaDelta = defineOptimizer<AdaDeltaOptions>(
  'AdaDelta',
  { rho: 0.95, epsilon: 1e-8 },
  ({ rho, epsilon }) => ({
    arrays: ['v2', 's2'],
    each: `v2[j] = ${rho} * v2[j] + ${1 - rho} * g * g
      const step = Math.sqrt(s2[j] + ${epsilon}) / Math.sqrt(v2[j] + ${epsilon}) * g
      s2[j] = ${rho} * s2[j] + ${1 - rho} * step * step; w[j] -= step`,
  }),
)
