import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { type AffineMap, identityMap } from '../estimator/affineMap.ts'
import { checkSaved, isEstimatorJSON } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { isAffineRegressor, type Regressor } from '../estimator/regressor.ts'
import { type AffineTransformer, isAffineTransformer, type Transformer } from '../estimator/transformer.ts'
import { VectorRegressor } from '../estimator/vectorRegressor.ts'
import { describePipeline } from './describePipeline.ts'

/**
 * Transformers before a regressor, as one regressor.
 *
 * A transformer changes while a stream runs. Where all transformers are affine and the regressor can be solved for any
 * affine map (`StandardScaler` before `LinearRegression`), statistics are kept on raw features and mapped by the
 * transformers' current parameters: after every record the pipeline equals a batch fit of all records so far. Other
 * regressors learn what the transformers make of a record at that moment, as in River.
 */
export class Pipeline<R extends Regressor = Regressor> extends VectorRegressor {
  readonly type = 'Pipeline'
  readonly transformers: readonly Transformer[]
  readonly regressor: R
  /** Whether the regressor learns raw features and maps its solution. */
  readonly #mapped: boolean
  #z = new Float64Array(0)
  #identity = identityMap(0)

  /** @throws FlinknbError `INVALID_STATE` when the regressor has already learned or stands in another pipeline */
  constructor(transformers: readonly Transformer[], regressor: R) {
    super()
    this.transformers = transformers
    this.regressor = regressor
    const fitted = [...transformers, regressor].find(step => step.n > 0)
    if (fitted) {
      throw new FlinknbError('INVALID_STATE', `pipeline: this ${fitted.type} has already learned.`, {
        fix: 'Pass a fresh one, or its clone().',
      })
    }
    const affine = transformers.filter(isAffineTransformer)
    this.#mapped = affine.length === transformers.length && isAffineRegressor(regressor)
    if (this.#mapped && isAffineRegressor(regressor)) regressor.readThrough(() => this.composed(affine))
  }

  get n(): number {
    return this.regressor.n
  }

  get steps(): readonly (Transformer | Regressor)[] {
    return [...this.transformers, this.regressor]
  }

  learnVector(x: Float64Array, y: number, weight: number): void {
    if (this.#mapped) {
      const { transformers } = this
      for (let i = 0; i < transformers.length; i++) transformers[i]?.learnVector(x)
      this.regressor.learnVector(x, y, weight)
      return
    }
    this.#z.set(x)
    for (const transformer of this.transformers) {
      transformer.learnVector(this.#z)
      transformer.transformVector(this.#z, this.#z)
    }
    this.regressor.learnVector(this.#z, y, weight)
  }

  override predictAndLearnVector(x: Float64Array, y: number, weight: number): number {
    if (!this.#mapped) return super.predictAndLearnVector(x, y, weight)
    const { transformers } = this
    // The prediction comes first: it must not see what the transformers learn from this record.
    const prediction = this.regressor.predictAndLearnVector(x, y, weight)
    for (let i = 0; i < transformers.length; i++) transformers[i]?.learnVector(x)
    return prediction
  }

  predictVector(x: Float64Array): number {
    if (this.#mapped) return this.regressor.predictVector(x)
    this.#z.set(x)
    for (const transformer of this.transformers) transformer.transformVector(this.#z, this.#z)
    return this.regressor.predictVector(this.#z)
  }

  clone(): Pipeline<R> {
    return new Pipeline(
      this.transformers.map(step => step.clone()),
      this.regressor.clone() as R,
    )
  }

  toJSON(): EstimatorJSON {
    return {
      type: this.type,
      format: 1,
      options: { steps: this.steps.map(step => ({ type: step.type, options: step.toJSON().options })) },
      features: this.features,
      state: this.steps.map(step => step.toJSON()),
    }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    const saved: unknown = json.state
    if (!Array.isArray(saved) || saved.length !== this.steps.length || !saved.every(isEstimatorJSON)) {
      throw new FlinknbError('MODEL', `Pipeline: ${show(saved)} is not the state of ${this.steps.length} steps.`)
    }
    this.reset(json.features.length > 0 ? json.features : this.features)
    for (const [i, step] of this.steps.entries()) step.restore(saved[i] as EstimatorJSON)
  }

  describe(): ModelDescription {
    return describePipeline(this.steps)
  }

  protected start(features: readonly string[]): void {
    this.#z = new Float64Array(features.length)
    this.#identity = identityMap(features.length)
    if (features.length > 0) for (const step of this.steps) step.reset(features)
  }

  private composed(transformers: readonly AffineTransformer[]): AffineMap {
    let map: AffineMap = this.#identity
    for (let i = 0; i < transformers.length; i++) map = (transformers[i] as AffineTransformer).affine(map)
    return map
  }
}

/**
 * Chains transformers and, last, a regressor.
 *
 * @throws FlinknbError `INVALID_OPTION` when the steps are no such chain, `INVALID_STATE` when one has already learned
 * @example const model = ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression({ l2: 1 }))
 */
export function pipeline<R extends Regressor>(...steps: [...Transformer[], R]): Pipeline<R> {
  const regressor = steps.at(-1)
  const before = steps.slice(0, -1)
  if (!isRegressor(regressor))
    throw misplaced('the last step', regressor, 'a regressor, such as new ml.LinearRegression()')
  before.forEach((step, i) => {
    if (!isTransformer(step)) throw misplaced(`step ${i + 1}`, step, 'a transformer, such as new ml.StandardScaler()')
  })
  return new Pipeline<R>(before as Transformer[], regressor as R)
}

function isRegressor(step: unknown): step is Regressor {
  return step !== null && typeof step === 'object' && 'predictVector' in step
}

function isTransformer(step: unknown): step is Transformer {
  return step !== null && typeof step === 'object' && 'transformVector' in step
}

function misplaced(where: string, step: unknown, expected: string): FlinknbError {
  const type = step !== null && typeof step === 'object' && 'type' in step ? String(step.type) : show(step)
  return new FlinknbError('INVALID_OPTION', `pipeline: ${where} is ${type}.`, { fix: `Pass ${expected}.` })
}
