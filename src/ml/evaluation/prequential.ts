import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import { compileFeatureReader, type FeatureReader } from '../estimator/featureReader.ts'
import { isUsable, unusableValue } from '../estimator/number.ts'
import type { Regressor } from '../estimator/regressor.ts'
import { checkWeight } from '../estimator/vectorRegressor.ts'
import { bindModel } from './bindModel.ts'
import type { RowCollector, RowFunction } from './rowFunction.ts'
import type { FeatureName, Scored } from './scored.ts'

/** Options of {@link prequential}. */
export interface PrequentialOptions<In, L extends FeatureName<In>> {
  /** Columns the model learns from. */
  readonly features: readonly FeatureName<In>[]
  /** The column it predicts. Where a row's label is null or undefined, the row is predicted and not learned. */
  readonly label: L
  /** A column that says how much a row counts: 0 or more. */
  readonly weight?: FeatureName<In> | undefined
}

/**
 * Tests, then trains, in one operator, so that no order of user code can leak a label: each row is predicted by the
 * model as it was before that row, and only then learned. Rows leave with their own columns and `prediction`,
 * `residual` (label − prediction; null without a label) and `modelVersion` (records learned before this prediction).
 *
 * @throws FlinknbError `INVALID_OPTION` for a wrong option; `MODEL`, while running, naming column and value of what is
 *   not a finite number
 * @example
 * const scored = stream.process(ml.prequential(model, { features: ['age', 'income'], label: 'price' }))
 */
export function prequential<In extends object, const L extends FeatureName<In> = FeatureName<In>>(
  model: Regressor,
  options: PrequentialOptions<In, L>,
): RowFunction<In, Scored<In, L>> {
  checkOptionNames('ml.prequential', options, ['features', 'label', 'weight'])
  const { label, weight } = options
  for (const [name, column] of Object.entries(weight === undefined ? { label } : { label, weight })) {
    if (typeof column === 'string' && !(options.features as readonly string[]).includes(column)) continue
    throw new FlinknbError('INVALID_OPTION', `ml.prequential: ${name}: ${show(column)} cannot be used.`, {
      fix: 'Name a column that is not among the features.',
    })
  }
  bindModel('ml.prequential', model, options.features)
  return new Prequential<In, Scored<In, L>>(model, label, weight)
}

class Prequential<In extends object, Out> implements RowFunction<In, Out> {
  readonly name = 'prequential'
  private readonly x: Float64Array
  private readonly read: FeatureReader

  constructor(
    private readonly model: Regressor,
    private readonly label: string,
    private readonly weight: string | undefined,
  ) {
    this.x = new Float64Array(model.features.length)
    this.read = compileFeatureReader(model.features)
  }

  processElement(value: In, _context: unknown, out: RowCollector<Out>): void {
    out.collect(this.score(value))
  }

  mapBatch(values: readonly In[]): Out[] {
    const scored: Out[] = []
    for (let i = 0; i < values.length; i++) scored.push(this.score(values[i] as In))
    return scored
  }

  snapshotState(): EstimatorJSON {
    return this.model.toJSON()
  }

  restoreState(state: unknown): void {
    this.model.restore(state as EstimatorJSON)
  }

  private score(value: In): Out {
    const { model, x } = this
    const row = value as Readonly<Record<string, unknown>>
    const bad = this.read(row, x)
    if (bad >= 0) throw unusableValue(`feature '${model.features[bad]}'`, row[model.features[bad] as string])
    const label = row[this.label]
    const modelVersion = model.n
    if (label === null || label === undefined) {
      return { ...value, prediction: model.predictVector(x), residual: null, modelVersion } as Out
    }
    if (!isUsable(label)) throw unusableValue(`label '${this.label}'`, label)
    const weight = this.weight === undefined ? 1 : weightOf(row[this.weight], this.weight)
    const prediction = model.predictAndLearnVector(x, label, weight)
    return { ...value, prediction, residual: label - prediction, modelVersion } as Out
  }
}

function weightOf(value: unknown, column: string): number {
  checkWeight(value, `weight '${column}'`)
  return value
}
