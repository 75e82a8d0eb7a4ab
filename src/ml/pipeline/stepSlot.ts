import { readNumbers } from '../estimator/featureReader.ts'
import type { Transformer } from '../estimator/transformer.ts'
import type { Input, Records } from '../estimator/vectorEstimator.ts'
import { isPreciseTransformer } from '../linear/preciseLearner.ts'
import { CompositeTransformer, type Mode } from './compositeTransformer.ts'

/** A transformer at its place in a chain, with the array that it writes to. */
export class StepSlot {
  #out: Float64Array | unknown[] = []
  #low: Float64Array | undefined

  constructor(readonly step: Transformer<unknown>) {}

  /** From now on what the step knows beyond float64 is kept beside what it gives; whether it knows more. */
  keepLowParts(): boolean {
    const precise = isPreciseTransformer(this.step)
    this.#low = precise ? new Float64Array(0) : undefined
    return precise
  }

  /** Of the record that came through last. */
  get lowParts(): Float64Array | undefined {
    return this.#low
  }

  /** What the step makes of a record, in an array that is reused. */
  run(input: Input, y: number | undefined, mode: Mode): Input {
    const { step } = this
    if (step instanceof CompositeTransformer) return step.run(input, y, mode)
    const { learnsAfter } = step
    if (mode === 'learn' && !learnsAfter) this.learn(input, y)
    const out = this.transform(input)
    if (learnsAfter && mode !== 'transform') this.learn(input, y)
    return out
  }

  learn(input: Input, y: number | undefined): void {
    if (input instanceof Float64Array) this.step.learnVector(input, y)
    else this.step.learnValues(input, y)
  }

  /** Fits the step to all records; one that follows their order learns when they are replayed. */
  fitOver(records: Records<number | undefined>): void {
    if (this.step instanceof CompositeTransformer) this.step.fitOver(records)
    else if (!this.step.learnsAfter) this.step.fitRecords(records)
  }

  rewind(): void {
    if (this.step instanceof CompositeTransformer) this.step.rewind()
    else if (this.step.learnsAfter) this.step.reset()
  }

  private transform(input: Input): Float64Array | unknown[] {
    const { step } = this
    const width = step.outputFeatures.length
    if (step.gives === 'values') {
      const out = new Array<unknown>(width)
      step.transformValues(input instanceof Float64Array ? Array.from(input) : input, out)
      return out
    }
    if (this.#out.length !== width || !(this.#out instanceof Float64Array)) this.#out = new Float64Array(width)
    if (this.#low && isPreciseTransformer(step)) {
      if (this.#low.length !== width) this.#low = new Float64Array(width)
      const x = asVector(input, step.features, new Float64Array(step.features.length))
      step.transformPrecisely(x, this.#out, this.#low)
    } else if (input instanceof Float64Array) step.transformVector(input, this.#out)
    else step.transformValues(input, this.#out)
    return this.#out
  }
}

/** An input as numbers. @throws FlinknbError `MODEL` naming the feature and value that is not a finite number */
export function asVector(input: Input, names: readonly string[], x: Float64Array): Float64Array {
  if (input instanceof Float64Array) return input
  readNumbers(input, names, x)
  return x
}
