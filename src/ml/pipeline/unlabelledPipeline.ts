import { FlinknbError } from '../../base/errors.ts'
import { type Batch, batchFeatures, batchLength, forEachInput, isByPosition } from '../estimator/batch.ts'
import type { Accepts, Estimator, EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import type { Transformer } from '../estimator/transformer.ts'
import { type Input, VectorEstimator } from '../estimator/vectorEstimator.ts'
import { PipelineSteps } from './pipelineSteps.ts'

/** A model that learns records without labels. */
interface Unlabelled extends Estimator {
  learnVector(x: Float64Array): void
}

/** What pipelines before models without labels have in common; their transformers must not ask for one either. */
export abstract class UnlabelledPipeline<L extends Unlabelled, A extends Accepts> extends VectorEstimator {
  readonly type = 'Pipeline'
  readonly steps: readonly [...Transformer<unknown>[], L]
  readonly last: L
  readonly #inner: PipelineSteps<L>

  /** @throws FlinknbError `INVALID_STATE` when a step has already learned */
  constructor(transformers: readonly Transformer<unknown>[], last: L) {
    super()
    this.#inner = new PipelineSteps(transformers, last, false)
    this.steps = this.#inner.all
    this.last = last
  }

  override get accepts(): A {
    return this.#inner.accepts as A
  }

  get n(): number {
    return this.last.n
  }

  get transformers(): readonly Transformer<unknown>[] {
    return this.#inner.transformers
  }

  learnOne(x: object): void {
    this.learnVector(this.inputToLearn(x))
  }

  fit(X: Batch): this {
    if (batchLength(X) === 0) throw new FlinknbError('MODEL', 'fit(X): X has no rows.', { fix: 'Pass at least one.' })
    this.startBatch(batchFeatures(X), isByPosition(X))
    this.#inner.fitOver<undefined>(
      visit => forEachInput(X, this.features, this.accepts, input => visit(input, undefined)),
      ready => this.last.learnVector(this.asVector(ready)),
    )
    return this
  }

  learnVector(x: Input): void {
    this.last.learnVector(this.asVector(this.#inner.toLearn(x, undefined)))
  }

  toJSON(): EstimatorJSON {
    return this.#inner.toJSON(this.features)
  }

  restore(json: EstimatorJSON): void {
    this.#inner.restore(json, this)
  }

  describe(): ModelDescription {
    return this.#inner.describe()
  }

  /** What the last step gets when it is asked. */
  protected toPredict(x: Input): Float64Array {
    return this.asVector(this.#inner.toPredict(x))
  }

  protected start(features: readonly string[]): void {
    this.#inner.start(features)
  }

  protected override extend(names: readonly string[]): void {
    this.#inner.extend(names)
  }

  private asVector(ready: Input): Float64Array {
    return this.#inner.asVector(ready)
  }
}
