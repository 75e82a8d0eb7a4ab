/** The namespace `ml.losses`: what gradient learners make small. */

export type { Loss } from '../ml/gradient/loss.ts'
export {
  absolute,
  cauchy,
  epsilonInsensitive,
  hinge,
  huber,
  log,
  modifiedHuber,
  poisson,
  quantile,
  squared,
} from '../ml/gradient/losses.ts'
