import type { ModelDescription } from '../estimator/modelDescription.ts'
import type { RegressionSummary } from './regressionSummary.ts'

/** A regression as people read it: the table of coefficients with standard errors and 95 % intervals. */
export function describeRegression(
  summary: RegressionSummary,
  features: readonly string[],
  options: { readonly l2: number; readonly fitIntercept: boolean },
): ModelDescription {
  const rows = options.fitIntercept ? [summary.intercept, ...summary.coefficients] : summary.coefficients
  return {
    title: 'LinearRegression',
    n: summary.n,
    features,
    parameters: [
      { name: 'l2', value: options.l2 },
      { name: 'fitIntercept', value: options.fitIntercept },
      { name: 'R²', value: summary.r2 },
      {
        name: 'residual standard deviation',
        value: summary.residualVariance === null ? null : Math.sqrt(summary.residualVariance),
      },
      { name: 'degrees of freedom', value: summary.degreesOfFreedom },
    ],
    tables: [
      {
        title: 'Coefficients',
        columns: ['term', 'coefficient', 'standard error', 't', 'p', '95 % from', '95 % to'],
        rows: rows.map(c => [c.name, c.value, c.standardError, c.t, c.p, c.lower95, c.upper95]),
      },
    ],
    notes: notesOf(summary, options),
  }
}

function notesOf(summary: RegressionSummary, options: { readonly l2: number }): string[] {
  const notes: string[] = []
  if (summary.n === 0) notes.push('Nothing learned yet; predictions are 0.')
  else if (summary.underdetermined)
    notes.push('Fewer records than coefficients so far: the shortest of many solutions.')
  if (summary.dropped.length > 0) {
    notes.push(`Dropped, because constant or collinear with the columns before: ${summary.dropped.join(', ')}.`)
  }
  if (options.l2 > 0) notes.push('No standard errors: a penalty (l2) biases the coefficients.')
  return notes
}
