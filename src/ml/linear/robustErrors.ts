import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { type Batch, batchLength, forEachRow } from '../estimator/batch.ts'
import { checkLengths, type Labels, readLabels } from '../estimator/labels.ts'
import { fromNumber, subtract, toNumber, ZERO } from './doubleDouble.ts'
import { rankOf, type SummaryOptions, uncertaintyAt } from './regressionSummary.ts'
import type { SolvedRegression } from './solveRegression.ts'

/** Ways to weigh squared residuals, by their names since MacKinnon and White (J. Econometrics 29, 1985). */
const KINDS = ['HC0', 'HC1', 'HC2', 'HC3'] as const
export type RobustKind = (typeof KINDS)[number]

/**
 * The sandwich `(X′X)⁻¹ (Σ eᵢ² cᵢ xᵢ xᵢ′) (X′X)⁻¹`: c is 1 (HC0), n / (n − k) (HC1), 1 / (1 − h) (HC2) or 1 / (1 − h)² (HC3),
 * with h the leverage of record i. Its diagonal is summed directly: each record adds `eᵢ² cᵢ (row of (X′X)⁻¹ · xᵢ)²`.
 */
export function robustStandardErrors(
  X: Batch,
  y: Labels,
  features: readonly string[],
  solved: SolvedRegression,
  meaning: SummaryOptions,
  kind: RobustKind,
): Record<string, number | null> {
  check(solved, meaning, kind)
  const labels = readLabels(y, 'y')
  checkLengths(batchLength(X), labels.length, 'robustErrors(X, y)')
  if (labels.length !== solved.records) {
    throw new FlinknbError('MODEL', `robustErrors: ${labels.length} records, but ${solved.records} were learned.`, {
      fix: 'Pass the very records the regression was fitted to.',
    })
  }
  const { exact, map } = solved
  const width = features.length
  const { fitIntercept } = meaning
  const weight = toNumber(solved.totalWeight)
  // M⁻¹ row by row, in float64: rounded from the exact factor.
  const inverse = features.map((_, j) =>
    exact.factor.solve(features.map((__, k) => (k === j && !exact.dropped[j] ? fromNumber(1) : ZERO))).map(toNumber),
  )
  const slopes = exact.slopes.map(toNumber)
  const sums = new Float64Array(width + 1)
  const about = new Float64Array(width)
  forEachRow(X, features, (x, row) => {
    for (let j = 0; j < width; j++) about[j] = toNumber(subtract(fromNumber(x[j] as number), exact.origin[j] ?? ZERO))
    let residual = toNumber(subtract(fromNumber(labels[row] as number), exact.yOrigin))
    for (let j = 0; j < width; j++) residual -= (slopes[j] as number) * (about[j] as number)
    const leverage =
      kind === 'HC2' || kind === 'HC3' ? toNumber(uncertaintyAt(solved, Array.from(x, fromNumber), fitIntercept)) : 0
    const share = kind === 'HC3' ? (1 - leverage) ** 2 : 1 - leverage
    const squared = (residual * residual) / share
    // The intercept's influence: 1/W about the means, less what the slopes move it.
    let atOrigin = fitIntercept ? 1 / weight : 0
    for (let j = 0; j < width; j++) {
      const part = (inverse[j] as number[]).reduce((sum, value, k) => sum + value * (about[k] as number), 0)
      sums[j + 1] = (sums[j + 1] as number) + squared * part * part
      atOrigin -= part * (toNumber(exact.origin[j] ?? ZERO) - (map.shift[j] ?? 0))
    }
    sums[0] = (sums[0] as number) + squared * atOrigin * atOrigin
  })
  const rank = rankOf(solved, width, meaning)
  const factor = kind === 'HC1' ? solved.records / (solved.records - rank) : 1
  const terms: [string, number | null][] = features.map((name, j) => [
    name,
    exact.dropped[j] ? null : Math.sqrt(factor * (sums[j + 1] as number)) * (map.scale[j] ?? 1),
  ])
  if (fitIntercept) terms.unshift(['(intercept)', Math.sqrt(factor * (sums[0] as number))])
  return Object.fromEntries(terms)
}

function check(solved: SolvedRegression, meaning: SummaryOptions, kind: unknown): void {
  if (!(KINDS as readonly unknown[]).includes(kind)) {
    throw new FlinknbError('INVALID_OPTION', `robustErrors: kind: ${show(kind)} is unknown.`, {
      fix: `Pass one of ${KINDS.join(', ')}.`,
    })
  }
  if (meaning.l2 > 0 || meaning.directional || meaning.fades || toNumber(solved.totalWeight) !== solved.records) {
    throw new FlinknbError('INVALID_STATE', 'robustErrors: only for least squares with weights of 1.', {
      fix: 'Fit without l2, forgetting and weights.',
    })
  }
  if (solved.underdetermined || solved.records <= rankOf(solved, solved.exact.slopes.length, meaning)) {
    throw new FlinknbError('INVALID_STATE', 'robustErrors: no more records than coefficients.', {
      fix: 'Learn more records first.',
    })
  }
}
