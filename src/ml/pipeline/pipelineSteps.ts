import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { checkSaved, isEstimatorJSON } from '../estimator/checkSaved.ts'
import type { Accepts, Estimator, EstimatorJSON } from '../estimator/estimator.ts'
import { specOf } from '../estimator/estimatorSpec.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import type { Transformer } from '../estimator/transformer.ts'
import type { Input, Records } from '../estimator/vectorEstimator.ts'
import { describePipeline } from './describePipeline.ts'
import { StepChain } from './stepChain.ts'
import { asVector } from './stepSlot.ts'

/** What pipelines of every kind have in common: a chain of transformers and a last step that gets what it gives. */
export class PipelineSteps<L extends Estimator> {
  readonly chain: StepChain
  #x = new Float64Array(0)
  readonly all: readonly [...Transformer<unknown>[], L]

  /**
   * @param defers leaves the scalers at the end to the last step, which works through their map
   * @throws FlinknbError `INVALID_STATE` when a step has already learned
   */
  constructor(
    readonly transformers: readonly Transformer<unknown>[],
    readonly last: L,
    defers: boolean,
  ) {
    this.all = [...transformers, last]
    checkFresh(this.all)
    this.chain = new StepChain(transformers, defers)
  }

  get accepts(): Accepts {
    return this.transformers.length > 0 ? this.chain.accepts : this.last.accepts
  }

  /** What the last step gets when a record is learned; it has been given the features that are new. Reused. */
  toLearn(input: Input, y: number | undefined): Input {
    const ready = this.chain.run(input, y, 'learn')
    this.handOn()
    return ready
  }

  /** What the last step gets when it is asked. Reused. */
  toPredict(input: Input): Input {
    return this.chain.run(input, undefined, 'transform')
  }

  /** Fits the transformers to all records, then visits what they make of each. */
  fitOver<Y extends number | undefined>(records: Records<Y>, visit: (ready: Input, y: Y) => void): void {
    this.chain.fitOver(records)
    this.handOn()
    records((input, y) => visit(this.chain.run(input, y, 'replay'), y))
  }

  /** What came out of the chain as numbers. @throws FlinknbError `MODEL` naming the feature that is none */
  asVector(ready: Input): Float64Array {
    const { features } = this.last
    if (this.#x.length !== features.length) this.#x = new Float64Array(features.length)
    return asVector(ready, features, this.#x)
  }

  start(features: readonly string[]): void {
    this.chain.start(features)
    this.last.reset(this.chain.outputFeatures(features))
  }

  extend(names: readonly string[]): void {
    if (this.transformers.length === 0) this.last.extendFeatures(names)
    else {
      this.chain.extend(names)
      this.handOn()
    }
  }

  toJSON(features: readonly string[]): EstimatorJSON {
    return {
      type: 'Pipeline',
      format: 1,
      options: { steps: this.all.map(specOf) },
      features,
      state: this.all.map(step => step.toJSON()),
    }
  }

  /** Puts a saved state into the steps of `pipeline`, whose features were reset. */
  restore(json: EstimatorJSON, pipeline: Estimator): void {
    checkSaved(json, pipeline)
    const saved: unknown = json.state
    if (!Array.isArray(saved) || saved.length !== this.all.length || !saved.every(isEstimatorJSON)) {
      throw new FlinknbError('MODEL', `Pipeline: ${show(saved)} is not the state of ${this.all.length} steps.`)
    }
    pipeline.reset(json.features.length > 0 ? json.features : pipeline.features)
    for (const [i, step] of this.all.entries()) step.restore(saved[i] as EstimatorJSON)
  }

  describe(): ModelDescription {
    return describePipeline(this.all)
  }

  private handOn(): void {
    if (this.transformers.length === 0) return
    const names = this.chain.outputFeatures([])
    const known = this.last.features.length
    if (known < names.length) this.last.extendFeatures(names.slice(known))
  }
}

/** @throws FlinknbError `INVALID_STATE` when a step has already learned */
export function checkFresh(steps: readonly Estimator[]): void {
  const fitted = steps.find(step => step.n > 0)
  if (!fitted) return
  throw new FlinknbError('INVALID_STATE', `pipeline: this ${fitted.type} has already learned.`, {
    fix: 'Pass a fresh one, or its clone().',
  })
}
