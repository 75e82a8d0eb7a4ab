import { defineOptimizer } from '../optimizer.ts'
import { type LearningRate, rateCode } from '../schedule.ts'

/** Options of {@link Normalized}, {@link NormalizedAdaptive} and {@link SquaredNormalizedAdaptive}. */
export interface NormalizedOptions {
  /** Default 0.5. */
  readonly learningRate?: LearningRate | undefined
}

const SHARE = 'if (s[j] > 0) { const part = v / s[j]; k.N += part * part }'

/**
 * Normalised gradient descent (Ross, Mineiro and Langford, Normalized Online Learning, UAI 2013, algorithm NG): whatever
 * unit a feature is measured in, predictions are the same. No scaler is needed before it.
 */
export const Normalized = defineOptimizer<NormalizedOptions>(
  'Normalized',
  { learningRate: 0.5 },
  ({ learningRate }) => ({
    arrays: ['s'],
    numbers: ['N'],
    rate: rateCode(learningRate),
    ahead: `const size = Math.abs(v); if (size > s[j]) { const r = s[j] / size; w[j] *= r * r; s[j] = size }\n${SHARE}`,
    before: 'const step = rate * (t + 1) / k.N',
    each: 'if (s[j] > 0) w[j] -= step / (s[j] * s[j]) * g',
    seen: '(Math.abs(v) > s[j] ? w[j] * (s[j] / v) * (s[j] / v) : w[j])',
  }),
)

/** The same with AdaGrad's rates: Vowpal Wabbit's default (same paper, algorithm NAG). Scale-free. */
export const NormalizedAdaptive = defineOptimizer<NormalizedOptions>(
  'NormalizedAdaptive',
  { learningRate: 0.5 },
  ({ learningRate }) => ({
    arrays: ['s', 'G'],
    numbers: ['N'],
    rate: rateCode(learningRate),
    ahead: `const size = Math.abs(v); if (size > s[j]) { w[j] *= s[j] / size; s[j] = size }\n${SHARE}`,
    before: 'const step = rate * Math.sqrt((t + 1) / k.N)',
    each: 'G[j] += g * g; if (G[j] > 0) w[j] -= step / (s[j] * Math.sqrt(G[j])) * g',
    seen: '(Math.abs(v) > s[j] ? w[j] * s[j] / Math.abs(v) : w[j])',
  }),
)

/** The same, a feature's size being its root mean square instead of its largest value, which outliers do not move much. Scale-free. */
export const SquaredNormalizedAdaptive = defineOptimizer<NormalizedOptions>(
  'SquaredNormalizedAdaptive',
  { learningRate: 0.5 },
  ({ learningRate }) => ({
    arrays: ['s2', 'G'],
    numbers: ['N'],
    rate: rateCode(learningRate),
    ahead: 's2[j] += v * v; if (s2[j] > 0) k.N += (t + 1) * v * v / s2[j]',
    before: 'const step = rate * Math.sqrt((t + 1) / k.N)',
    each: 'G[j] += g * g; if (G[j] > 0) w[j] -= step * Math.sqrt((t + 1) / (s2[j] * G[j])) * g',
  }),
)
