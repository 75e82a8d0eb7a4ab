import { defineOptimizer } from '../optimizer.ts'
import { type LearningRate, rateCode } from '../schedule.ts'

/** Options of {@link SGD} and {@link ImplicitSGD}. */
export interface SGDOptions {
  readonly learningRate?: LearningRate | undefined
}

/** Options of {@link Momentum} and {@link Nesterov}. */
export interface MomentumOptions {
  readonly learningRate?: LearningRate | undefined
  /** The part of the last move that goes on. Default 0.9. */
  readonly rho?: number | undefined
}

/** Stochastic gradient descent (Robbins and Monro, 1951): `w −= η g`. Default rate 0.01. */
export const SGD = defineOptimizer<SGDOptions>('SGD', { learningRate: 0.01 }, ({ learningRate }) => ({
  rate: rateCode(learningRate),
  each: 'w[j] -= rate * g',
}))

/**
 * Implicit gradient descent (Kulis and Bartlett 2010; Toulis and Airoldi 2017): the slope is that of the loss *after* the
 * step, `w ← w − η ∇loss(w)` with the new w on both sides. No rate is too large for it. For convex losses. Default rate 0.1.
 */
export const ImplicitSGD = defineOptimizer<SGDOptions>('ImplicitSGD', { learningRate: 0.1 }, ({ learningRate }) => ({
  rate: rateCode(learningRate),
  each: 'w[j] -= rate * g',
  implicit: true,
}))

/** Gradient descent with momentum (Polyak 1964): `s = ρ s + η g; w −= s`. Default rate 0.1. */
export const Momentum = defineOptimizer<MomentumOptions>(
  'Momentum',
  { learningRate: 0.1, rho: 0.9 },
  ({ learningRate, rho }) => ({
    arrays: ['s'],
    rate: rateCode(learningRate),
    each: `s[j] = ${rho} * s[j] + rate * g; w[j] -= s[j]`,
  }),
)

/** Nesterov's momentum: the gradient is taken where the momentum will carry the weights. Default rate 0.1. */
export const Nesterov = defineOptimizer<MomentumOptions>(
  'Nesterov',
  { learningRate: 0.1, rho: 0.9 },
  ({ learningRate, rho }) => ({
    arrays: ['s'],
    rate: rateCode(learningRate),
    ahead: `w[j] -= ${rho} * s[j]`,
    each: `w[j] += ${rho} * s[j]; s[j] = ${rho} * s[j] + rate * g; w[j] -= s[j]`,
    seen: 'w[j]',
  }),
)
