import { createLoss, type Loss } from './loss.ts'

/** `(p − y)²`, slope `2 (p − y)` as in River; scikit-learn halves both. */
export function squared(): Loss {
  return createLoss('squared', {})
}

/** `|p − y|`: predicts the median. */
export function absolute(): Loss {
  return createLoss('absolute', {})
}

/** `(p − y)² / 2` up to a distance of `epsilon` (default 1.35), a straight line beyond: outliers pull no more than that (Huber 1964). */
export function huber(options: { readonly epsilon?: number | undefined } = {}): Loss {
  return createLoss('huber', options)
}

/** Predicts the value below which a share `alpha` of labels lies (Koenker and Bassett 1978). Default 0.5. */
export function quantile(options: { readonly alpha?: number | undefined } = {}): Loss {
  return createLoss('quantile', options)
}

/** `max(0, |p − y| − epsilon)`: errors up to `epsilon` (default 0.1) cost nothing (Vapnik 1995). */
export function epsilonInsensitive(options: { readonly epsilon?: number | undefined } = {}): Loss {
  return createLoss('epsilonInsensitive', options)
}

/** `c² / 2 · log(1 + ((p − y) / c)²)` with `scale` c (default 80): far outliers are all but ignored. Not convex. */
export function cauchy(options: { readonly scale?: number | undefined } = {}): Loss {
  return createLoss('cauchy', options)
}

/** `exp(p) − y p`: counts, whose logarithm is linear in the features. Predictions are `exp(p)`. */
export function poisson(): Loss {
  return createLoss('poisson', {})
}

/** `log(1 + exp(−y p))`: logistic regression; probabilities are calibrated. */
export function log(): Loss {
  return createLoss('log', {})
}

/** `max(0, threshold − y p)`: a linear support vector machine with `threshold` 1 (default), a perceptron with 0. */
export function hinge(options: { readonly threshold?: number | undefined } = {}): Loss {
  return createLoss('hinge', options)
}

/** `max(0, 1 − y p)²`, a straight line below a margin of −1 (Zhang 2004): robust, with probabilities. */
export function modifiedHuber(): Loss {
  return createLoss('modifiedHuber', {})
}
