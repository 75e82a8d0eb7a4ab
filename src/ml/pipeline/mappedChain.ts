import type { Transformer } from '../estimator/transformer.ts'
import type { Input } from '../estimator/vectorEstimator.ts'
import type { Mode } from './compositeTransformer.ts'
import { StepChain } from './stepChain.ts'
import { asVector } from './stepSlot.ts'

/** A chain that defers its scalers and can apply what it deferred itself, for those who do not work through maps. */
export class MappedChain extends StepChain {
  #out = new Float64Array(0)

  constructor(steps: readonly Transformer<unknown>[]) {
    super(steps, true)
  }

  /** What all steps together make of a record, in an array that is reused. */
  runMapped(input: Input, y: number | undefined, mode: Mode): Input {
    const unmapped = this.run(input, y, mode)
    const map = this.remaining()
    if (!map) return unmapped
    const { shift, scale } = map
    if (this.#out.length !== shift.length) this.#out = new Float64Array(shift.length)
    const z = asVector(unmapped, this.outputFeatures([]), this.#out)
    for (let j = 0; j < shift.length; j++) {
      this.#out[j] = ((z[j] as number) - (shift[j] as number)) / (scale[j] as number)
    }
    return this.#out
  }
}
