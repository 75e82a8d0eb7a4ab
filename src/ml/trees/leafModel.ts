import type { FeatureScale } from './featureScale.ts'

/**
 * How the linear models of leaves learn. `normalized`: steps normalised by the record's own length (Nagumo and Noda 1967), on features
 * standardised by all records so far: stable whatever their scale. `sgd`: River's default, steps of 0.01 on the features as they are,
 * which explodes where these are not standardised.
 */
export type LeafModelKind = 'normalized' | 'sgd'

const SGD_RATE = 0.01
/** River's bound of a gradient. */
const LARGEST_GRADIENT = 1e12
const NORMALIZED_RATE = 0.1

/** A linear model within a leaf: what a record's label is expected to differ by from `base`. Memory: d + 1 numbers. */
export class LeafModel {
  /** The intercept, then one a feature. */
  weights: Float64Array

  constructor(
    private readonly kind: LeafModelKind,
    width: number,
    /** Of all records of the tree; used by `normalized`. */
    private readonly scale: FeatureScale,
  ) {
    this.weights = new Float64Array(width + 1)
  }

  /** @param base the leaf's mean, from which `normalized` measures */
  predict(x: Float64Array, base: number): number {
    const { weights } = this
    let sum = weights[0] as number
    if (this.kind === 'sgd') {
      for (let j = 0; j < x.length; j++) sum += (weights[j + 1] as number) * (x[j] as number)
      return sum
    }
    const { mean, inverse } = this.scale
    for (let j = 0; j < x.length; j++) {
      sum += (weights[j + 1] as number) * ((x[j] as number) - (mean[j] as number)) * (inverse[j] as number)
    }
    return base + sum
  }

  /** One step for `w` records. @param prediction of the record, before anything of it was learned */
  learn(x: Float64Array, y: number, w: number, prediction: number): void {
    const { weights } = this
    if (this.kind === 'sgd') {
      const gradient = Math.max(-LARGEST_GRADIENT, Math.min(LARGEST_GRADIENT, 2 * (prediction - y) * w))
      const step = SGD_RATE * gradient
      weights[0] = (weights[0] as number) - step
      for (let j = 0; j < x.length; j++) weights[j + 1] = (weights[j + 1] as number) - step * (x[j] as number)
      return
    }
    const { mean, inverse } = this.scale
    let norm = 1
    for (let j = 0; j < x.length; j++) {
      const z = ((x[j] as number) - (mean[j] as number)) * (inverse[j] as number)
      norm += z * z
    }
    // As far as `w` steps one after the other would go.
    const step = ((1 - (1 - NORMALIZED_RATE) ** w) * (y - prediction)) / norm
    weights[0] = (weights[0] as number) + step
    for (let j = 0; j < x.length; j++) {
      const z = ((x[j] as number) - (mean[j] as number)) * (inverse[j] as number)
      weights[j + 1] = (weights[j + 1] as number) + step * z
    }
  }

  copy(): LeafModel {
    const copy = new LeafModel(this.kind, 0, this.scale)
    copy.weights = this.weights.slice()
    return copy
  }

  /** @param scale of the wider records */
  widened(width: number, scale: FeatureScale): LeafModel {
    const wider = new LeafModel(this.kind, width, scale)
    wider.weights.set(this.weights)
    return wider
  }
}
