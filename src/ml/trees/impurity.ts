/** How a split of classes is judged. */
export type SplitCriterion = 'infoGain' | 'gini'

/** Entropy in bits, or Gini's impurity, of class weights: 0 when all are of one class. */
export function impurity(criterion: SplitCriterion, weights: Float64Array): number {
  let total = 0
  let sum = 0
  if (criterion === 'gini') {
    for (let k = 0; k < weights.length; k++) {
      total += weights[k] as number
      sum += (weights[k] as number) ** 2
    }
    return total > 0 ? 1 - sum / (total * total) : 0
  }
  for (let k = 0; k < weights.length; k++) {
    const weight = weights[k] as number
    if (!(weight > 0)) continue
    sum -= weight * Math.log2(weight)
    total += weight
  }
  return total > 0 ? (sum + total * Math.log2(total)) / total : 0
}

/** The largest merit a split can have: what Hoeffding's bound calls the range. */
export function rangeOfMerit(criterion: SplitCriterion, weights: Float64Array): number {
  if (criterion === 'gini') return 1
  let classes = 0
  for (let k = 0; k < weights.length; k++) if ((weights[k] as number) > 0) classes++
  return Math.log2(Math.max(2, classes))
}

/** ε such that a mean of n values within `range` is farther than ε from its expectation with a probability below δ. */
export function hoeffdingBound(range: number, delta: number, n: number): number {
  return Math.sqrt((range * range * Math.log(1 / delta)) / (2 * n))
}
