import type { ModelDescription } from '../estimator/modelDescription.ts'
import type { StepOptions } from './compileStep.ts'
import { showOptimizer } from './optimizerTable.ts'
import type { LearningRate } from './schedule.ts'

/** What every linear model can say of itself. */
export interface DescribedLinear {
  readonly n: number
  readonly features: readonly string[]
  readonly intercept: number
  readonly coefficients: readonly number[]
}

/** A linear model as people read it: its parameters and the table of weights. */
export function describeLinear(
  title: string,
  model: DescribedLinear,
  parameters: ModelDescription['parameters'],
  fitIntercept: boolean,
  notes: readonly string[] = [],
): ModelDescription {
  const terms = model.features.map((name, j) => [name, model.coefficients[j] ?? 0] as const)
  return {
    title,
    n: model.n,
    features: model.features,
    parameters,
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

/** {@link describeLinear} of a model learned by gradients: with its loss, optimizer and penalties. */
export function describeWeights(
  title: string,
  model: DescribedLinear,
  step: StepOptions,
  clipped: number,
  notes: readonly string[] = [],
): ModelDescription {
  const cut = `The slope of ${clipped} in ${model.n} records was cut to ${step.clipGradient}: scale the features, or lower the rate.`
  return describeLinear(title, model, describeStep(step), step.fitIntercept, [...(clipped > 0 ? [cut] : []), ...notes])
}

/** The options of a gradient learner as parameters of a description. */
export function describeStep(
  step: Omit<StepOptions, 'loss'> & { readonly loss?: StepOptions['loss'] | undefined },
): ModelDescription['parameters'] {
  const { loss, optimizer, l1, l2, interceptLearningRate: rate } = step
  return [
    ...(loss ? [{ name: 'loss', value: showOptimizer(loss) }] : []),
    { name: 'optimizer', value: showOptimizer(optimizer) },
    ...(l1 > 0 ? [{ name: 'l1', value: l1 }] : []),
    ...(l2 > 0 ? [{ name: 'l2', value: l2 }] : []),
    ...(rate === undefined ? [] : [{ name: "intercept's learning rate", value: showRate(rate) }]),
  ]
}

function showRate(rate: LearningRate): string | number {
  return typeof rate === 'number' ? rate : showOptimizer(rate as unknown as { readonly type: string })
}
