import type { ClassLabel } from '../estimator/classifier.ts'
import type { ConfusionMatrix } from './confusionMatrix.ts'
import { CountMetric } from './countMetric.ts'

/**
 * Adjusted Rand index (Hubert and Arabie, 1985): how far two groupings agree about pairs of records, whatever their groups are
 * called; 1 is the same grouping, 0 as good as chance.
 */
export class AdjustedRand extends CountMetric {
  static readonly metricName = 'AdjustedRand'
  readonly name = AdjustedRand.metricName

  override add(yTrue: ClassLabel, cluster: ClassLabel | null, _probabilities?: unknown, weight = 1): void {
    super.add(`true ${yTrue}`, cluster === null ? null : `cluster ${cluster}`, undefined, weight)
  }

  protected figure(): number {
    const { cells, rows, columns, total } = tableOf(this.matrix)
    const pairs = (counts: readonly number[]) => counts.reduce((sum, n) => sum + (n * (n - 1)) / 2, 0)
    const together = pairs(cells)
    const expected = (pairs(rows) * pairs(columns)) / pairs([total])
    const largest = (pairs(rows) + pairs(columns)) / 2
    // Both groupings trivial: nothing to disagree about.
    return largest === expected || total < 2 ? 1 : (together - expected) / (largest - expected)
  }
}

/** Normalised mutual information, by the mean of both entropies, as scikit-learn: 1 is the same grouping, 0 no relation. */
export class NMI extends CountMetric {
  static readonly metricName = 'NMI'
  readonly name = NMI.metricName

  override add(yTrue: ClassLabel, cluster: ClassLabel | null, _probabilities?: unknown, weight = 1): void {
    super.add(`true ${yTrue}`, cluster === null ? null : `cluster ${cluster}`, undefined, weight)
  }

  protected figure(): number {
    const { cells, rows, columns, total } = tableOf(this.matrix)
    const entropy = (counts: readonly number[]) =>
      counts.reduce((sum, n) => (n > 0 ? sum - (n / total) * Math.log(n / total) : sum), 0)
    const both = entropy(rows) + entropy(columns)
    return both > 0 ? Math.max(0, (2 * (both - entropy(cells))) / both) : 1
  }
}

/** Counts of true group and cluster together, and of each alone. */
function tableOf(matrix: ConfusionMatrix): {
  readonly cells: readonly number[]
  readonly rows: readonly number[]
  readonly columns: readonly number[]
  readonly total: number
} {
  const { counts, predictedTotals } = matrix
  // Records without a cluster belong to none: they are left out.
  const rows = counts.map(row => row.reduce((sum, n) => sum + n, 0))
  return { cells: counts.flat(), rows, columns: predictedTotals, total: rows.reduce((sum, n) => sum + n, 0) }
}
