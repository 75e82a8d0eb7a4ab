import { FlinknbError } from '../../base/errors.ts'
import { type Batch, batchFeatures, batchLength, forEachRow } from '../estimator/batch.ts'
import type { ClassLabel, ClassLabels } from '../estimator/classifier.ts'
import { checkLengths } from '../estimator/labels.ts'
import { readClassLabels } from '../estimator/vectorClassifier.ts'
import { AdjustedRand, NMI } from './contingency.ts'

/**
 * Mean silhouette (Rousseeuw, 1987): how much nearer each record is to its own cluster than to the next one, from −1 to 1, by
 * Euclidean distance. Time O(n²): take a sample of a large batch.
 *
 * @throws FlinknbError `MODEL` unless there are at least two clusters and fewer than records
 */
export function silhouetteScore(X: Batch, clusters: ClassLabels): number {
  const { points, members, own } = clustered('silhouetteScore', X, clusters)
  let sum = 0
  points.forEach((point, i) => {
    const mean = members.map(group => {
      const others = group.filter(other => other !== i)
      return others.reduce((total, other) => total + distance(point, points[other] as Float64Array), 0) / others.length
    })
    const mine = own[i] as number
    if ((members[mine] as number[]).length === 1) return // a record alone in its cluster counts 0
    const a = mean[mine] as number
    const b = Math.min(...mean.filter((_, k) => k !== mine))
    if (Math.max(a, b) > 0) sum += (b - a) / Math.max(a, b)
  })
  return sum / points.length
}

/**
 * Davies–Bouldin index (1979): how wide clusters are for their distance, in the worst neighbour's view; 0 is best.
 *
 * @throws as {@link silhouetteScore}
 */
export function daviesBouldinScore(X: Batch, clusters: ClassLabels): number {
  const { points, members } = clustered('daviesBouldinScore', X, clusters)
  const centres = members.map(group => centreOf(group.map(i => points[i] as Float64Array)))
  const widths = members.map(
    (group, k) =>
      group.reduce((sum, i) => sum + distance(points[i] as Float64Array, centres[k] as Float64Array), 0) / group.length,
  )
  const worst = centres.map((centre, k) => {
    const ratios = centres.flatMap((other, j) => {
      if (j === k) return []
      const apart = distance(centre, other)
      // Clusters of one centre cannot be told apart: as scikit-learn, they are not held against each other.
      return apart > 0 ? [((widths[k] as number) + (widths[j] as number)) / apart] : [0]
    })
    return Math.max(...ratios)
  })
  return worst.reduce((sum, ratio) => sum + ratio, 0) / worst.length
}

/** Adjusted Rand index of two groupings of the same records. @throws FlinknbError `MODEL` for columns of different length */
export function adjustedRandScore(yTrue: ClassLabels, clusters: ClassLabels): number {
  return agreement(new AdjustedRand(), yTrue, clusters)
}

/** Normalised mutual information of two groupings of the same records. @throws as {@link adjustedRandScore} */
export function normalizedMutualInfoScore(yTrue: ClassLabels, clusters: ClassLabels): number {
  return agreement(new NMI(), yTrue, clusters)
}

function agreement(metric: AdjustedRand | NMI, yTrue: ClassLabels, clusters: ClassLabels): number {
  const truth = readClassLabels(yTrue, 'yTrue')
  const groups = readClassLabels(clusters, 'clusters')
  checkLengths(truth.length, groups.length, `${metric.name} of yTrue and clusters`)
  truth.forEach((label, r) => {
    metric.add(label, groups[r] as ClassLabel)
  })
  if (metric.value !== null) return metric.value
  throw new FlinknbError('MODEL', `${metric.name} is not defined for 0 rows.`, { fix: 'Pass more rows.' })
}

function clustered(
  call: string,
  X: Batch,
  clusters: ClassLabels,
): { points: Float64Array[]; members: number[][]; own: number[] } {
  const labels = readClassLabels(clusters, 'clusters')
  checkLengths(batchLength(X), labels.length, `${call} of X and clusters`)
  const points: Float64Array[] = []
  forEachRow(X, batchFeatures(X), x => points.push(x.slice()))
  const names = [...new Set(labels)]
  if (names.length < 2 || names.length >= points.length) {
    throw new FlinknbError('MODEL', `${call}: ${names.length} clusters of ${points.length} records say nothing.`, {
      fix: 'Pass at least two clusters, and more records than clusters.',
    })
  }
  const own = labels.map(label => names.indexOf(label))
  const members = names.map((_, k) => own.flatMap((cluster, i) => (cluster === k ? [i] : [])))
  return { points, members, own }
}

function centreOf(points: readonly Float64Array[]): Float64Array {
  const width = points[0]?.length ?? 0
  return Float64Array.from(
    { length: width },
    (_, j) => points.reduce((sum, x) => sum + (x[j] as number), 0) / points.length,
  )
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let j = 0; j < a.length; j++) sum += ((a[j] as number) - (b[j] as number)) ** 2
  return Math.sqrt(sum)
}
