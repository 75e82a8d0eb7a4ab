import type { AffineMap } from '../estimator/affineMap.ts'
import type { Accepts, EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import type { Transformer } from '../estimator/transformer.ts'
import type { Input, Records } from '../estimator/vectorEstimator.ts'
import { CompositeTransformer, type Mode } from './compositeTransformer.ts'
import { MappedChain } from './mappedChain.ts'
import { PipelineSteps } from './pipelineSteps.ts'

/** Transformers one behind the other, as one transformer. */
export class TransformerPipeline extends CompositeTransformer {
  readonly type = 'Pipeline'
  readonly steps: readonly Transformer<unknown>[]
  readonly #inner: PipelineSteps<Transformer<unknown>>
  readonly #chain: MappedChain

  /** @throws FlinknbError `INVALID_STATE` when a step has already learned */
  constructor(steps: readonly [...Transformer<unknown>[], Transformer<unknown>]) {
    super()
    this.steps = steps
    this.#inner = new PipelineSteps(steps.slice(0, -1), steps.at(-1) as Transformer<unknown>, false)
    this.#chain = new MappedChain(steps)
  }

  override get gives(): Accepts {
    return this.#chain.gives
  }

  override get learnsAfter(): boolean {
    return this.#chain.learnsAfter
  }

  override get outputFeatures(): readonly string[] {
    return this.#chain.outputFeatures(this.features)
  }

  get n(): number {
    return this.last.n
  }

  get last(): Transformer<unknown> {
    return this.steps.at(-1) as Transformer<unknown>
  }

  override labelsAreClasses(): void {
    for (const step of this.steps) step.labelsAreClasses?.()
  }

  run(input: Input, y: number | undefined, mode: Mode): Input {
    return this.#chain.runMapped(input, y, mode)
  }

  runDeferred(input: Input, y: number | undefined, mode: Mode): Input {
    return this.#chain.run(input, y, mode)
  }

  remaining(): AffineMap | undefined {
    return this.#chain.remaining()
  }

  fitOver(records: Records<number | undefined>): void {
    this.#chain.fitOver(records)
  }

  rewind(): void {
    this.#chain.rewind()
  }

  clone(): TransformerPipeline {
    return new TransformerPipeline(this.steps.map(step => step.clone()) as [Transformer<unknown>])
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

  protected start(features: readonly string[]): void {
    this.#chain.start(features)
  }

  protected override extend(names: readonly string[]): void {
    this.#chain.extend(names)
  }
}
