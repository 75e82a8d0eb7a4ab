import type { Estimator } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'

/** A pipeline as people read it: its last step's figures first, which speak of transformed features, then the other steps'. */
export function describePipeline(steps: readonly Estimator[]): ModelDescription {
  const described = steps.map(step => step.describe())
  const last = described.at(-1)
  const reversed = [...described].reverse()
  const several = described.length > 1
  return {
    title: described.map(step => step.title).join(' → '),
    n: last?.n ?? 0,
    features: last?.features ?? [],
    parameters: last?.parameters ?? [],
    tables: reversed.flatMap(step =>
      step.tables.map(table => ({
        ...table,
        title: several ? titleWithin(step.title, table.title) : table.title,
      })),
    ),
    notes: [...(last?.notes ?? []), ...(several ? ['Coefficients are those of the transformed features.'] : [])],
  }
}

/** A table of steps within a step has been named after its own step already. */
function titleWithin(step: string, title: string): string {
  return title.includes(': ') ? title : `${step}: ${title.toLowerCase()}`
}
