import type { ModelDescription } from '../estimator/modelDescription.ts'
import type { StepOptions } from './compileStep.ts'
import { showOptimizer } from './optimizerTable.ts'
import type { LearningRate } from './schedule.ts'

/** A linear model learned by gradients as people read it: its options and the table of weights. */
export function describeWeights(
  title: string,
  model: {
    readonly n: number
    readonly features: readonly string[]
    readonly intercept: number
    readonly coefficients: readonly number[]
  },
  step: StepOptions,
  notes: readonly string[] = [],
): ModelDescription {
  const { loss, optimizer, l1, l2, fitIntercept, interceptLearningRate: rate } = step
  const terms = model.features.map((name, j) => [name, model.coefficients[j] ?? 0] as const)
  return {
    title,
    n: model.n,
    features: model.features,
    parameters: [
      { name: 'loss', value: showOptimizer(loss) },
      { name: 'optimizer', value: showOptimizer(optimizer) },
      ...(l1 > 0 ? [{ name: 'l1', value: l1 }] : []),
      ...(l2 > 0 ? [{ name: 'l2', value: l2 }] : []),
      ...(rate === undefined ? [] : [{ name: "intercept's learning rate", value: showRate(rate) }]),
    ],
    tables: [
      {
        title: 'Weights',
        columns: ['term', 'weight'],
        rows: fitIntercept ? [['intercept', model.intercept] as const, ...terms] : terms,
      },
    ],
    notes: [...(model.n === 0 ? ['Nothing learned yet; every weight is 0.'] : []), ...notes],
  }
}

function showRate(rate: LearningRate): string | number {
  return typeof rate === 'number' ? rate : showOptimizer(rate as unknown as { readonly type: string })
}
