/** The namespace `ml.optim`: how gradient learners move their weights, and learning rates that fall. */

export type { Optimizer } from '../ml/gradient/optimizer.ts'
export {
  AdaDelta,
  type AdaDeltaOptions,
  AdaGrad,
  type AdaGradOptions,
  RMSProp,
  type RMSPropOptions,
} from '../ml/gradient/optimizers/adaptive.ts'
export { Averager, type AveragerOptions } from '../ml/gradient/optimizers/averager.ts'
export { FTRLProximal, type FTRLProximalOptions } from '../ml/gradient/optimizers/ftrlProximal.ts'
export {
  AdaBound,
  type AdaBoundOptions,
  AdaMax,
  Adam,
  type AdamOptions,
  AMSGrad,
  Nadam,
} from '../ml/gradient/optimizers/moments.ts'
export {
  Normalized,
  NormalizedAdaptive,
  type NormalizedOptions,
  SquaredNormalizedAdaptive,
} from '../ml/gradient/optimizers/normalized.ts'
export {
  ImplicitSGD,
  Momentum,
  type MomentumOptions,
  Nesterov,
  SGD,
  type SGDOptions,
} from '../ml/gradient/optimizers/plain.ts'
export { InverseScaling, type LearningRate, Optimal, type Schedule } from '../ml/gradient/schedule.ts'
