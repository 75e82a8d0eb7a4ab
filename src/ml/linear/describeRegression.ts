import type { DescriptionTable, ModelDescription } from '../estimator/modelDescription.ts'
import type { RegressionSummary, SummaryOptions } from './regressionSummary.ts'

/**
 * A regression as people read it: figures of the fit, and the table of coefficients with standard errors and 95 %
 * intervals.
 *
 * @param options as the user gave them; those that are null or false do nothing and are left out
 */
export function describeRegression(
  type: string,
  summary: RegressionSummary,
  features: readonly string[],
  options: Readonly<Record<string, unknown>>,
  meaning: SummaryOptions,
): ModelDescription {
  const figures: [string, number | null][] = [
    ['R²', summary.r2],
    ['adjusted R²', summary.adjustedR2],
    ['residual standard deviation', summary.residualVariance === null ? null : Math.sqrt(summary.residualVariance)],
    ['degrees of freedom', summary.degreesOfFreedom],
    ['F', summary.fStatistic],
    ['p of F', summary.fP],
    ['log-likelihood', summary.logLikelihood],
    ['AIC', summary.aic],
    ['BIC', summary.bic],
  ]
  if (summary.records !== summary.n) figures.unshift(['records that count', summary.records])
  return {
    title: type,
    n: summary.n,
    features,
    parameters: [...givenOptions(options), ...figures.map(([name, value]) => ({ name, value }))],
    tables: [coefficientTable(summary, meaning.fitIntercept)],
    notes: notesOf(summary, meaning),
  }
}

/** Options that do something, as parameters of a description. */
export function givenOptions(
  options: Readonly<Record<string, unknown>>,
): { name: string; value: string | number | boolean }[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (value === null || value === undefined || (value === false && name !== 'fitIntercept')) return []
    return [{ name, value: typeof value === 'number' || typeof value === 'boolean' ? value : String(value) }]
  })
}

function coefficientTable(summary: RegressionSummary, fitIntercept: boolean): DescriptionTable {
  const rows = fitIntercept ? [summary.intercept, ...summary.coefficients] : summary.coefficients
  return {
    title: 'Coefficients',
    columns: ['term', 'coefficient', 'standard error', 't', 'p', '95 % from', '95 % to'],
    rows: rows.map(c => [c.name, c.value, c.standardError, c.t, c.p, c.lower95, c.upper95]),
  }
}

function notesOf(summary: RegressionSummary, { l2, fades, directional }: SummaryOptions): string[] {
  const notes: string[] = []
  if (summary.n === 0) notes.push('Nothing learned yet; predictions are 0.')
  else if (summary.underdetermined)
    notes.push('Fewer records than coefficients so far: the shortest of many solutions.')
  if (summary.dropped.length > 0) {
    notes.push(`Dropped, because constant or collinear with the columns before: ${summary.dropped.join(', ')}.`)
  }
  if (l2 > 0) notes.push('No standard errors: a penalty (l2) biases the coefficients.')
  else if (directional) notes.push('No standard errors: directional forgetting leaves no sums of records.')
  else if (fades) notes.push('Older records fade: standard errors take the sum of weights for a number of records.')
  return notes
}
