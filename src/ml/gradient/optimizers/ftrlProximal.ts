import { defineOptimizer } from '../optimizer.ts'

/** Options of {@link FTRLProximal}. */
export interface FTRLProximalOptions {
  /** Scale of the learning rates. Default 0.05. */
  readonly alpha?: number | undefined
  /** Flattens the first rates. Default 1. */
  readonly beta?: number | undefined
  /** Weights whose sum stays within ±l1 are exactly 0. Default 0. */
  readonly l1?: number | undefined
  /** Default 1. */
  readonly l2?: number | undefined
  /** Weights follow their sums one record later, and keep their value within ±l1, as in River. Default false, as in the paper. */
  readonly delayed?: boolean | undefined
}

/**
 * Follow the proximally regularised leader (McMahan et al., Ad click prediction, 2013, algorithm 1): rates a coordinate as
 * in AdaGrad, and an L1 penalty that leaves exact zeros.
 */
export const FTRLProximal = defineOptimizer<FTRLProximalOptions>(
  'FTRLProximal',
  { alpha: 0.05, beta: 1, l1: 0, l2: 1, delayed: false },
  ({ alpha, beta, l1, l2, delayed }) => {
    const solved = `-(z[j] - Math.sign(z[j]) * ${l1}) / ((${beta} + Math.sqrt(n2[j])) / ${alpha} + ${l2})`
    const sums = `const sigma = (Math.sqrt(n2[j] + g * g) - Math.sqrt(n2[j])) / ${alpha}
      z[j] += g - sigma * w[j]; n2[j] += g * g`
    return {
      arrays: ['z', 'n2'],
      each: delayed
        ? `if (Math.abs(z[j]) > ${l1}) w[j] = ${solved}\n${sums}`
        : `${sums}; w[j] = Math.abs(z[j]) > ${l1} ? ${solved} : 0`,
    }
  },
)
