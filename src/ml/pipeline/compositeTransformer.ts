import type { AffineMap } from '../estimator/affineMap.ts'
import type { Input, Records } from '../estimator/vectorEstimator.ts'
import { VectorTransformer } from '../estimator/vectorTransformer.ts'

/**
 * What happens to a record on its way through steps. `learn`: every step learns it, in River's order. `transform`: none
 * does. `replay`: the steps were fitted to the whole batch, and only those learn again that must follow the order of
 * records (`learnsAfter`).
 */
export type Mode = 'learn' | 'replay' | 'transform'

/** A transformer made of others, each of which learns a record in its own order. Gives arrays that are reused. */
export abstract class CompositeTransformer extends VectorTransformer<unknown> {
  /** Takes a record through. @param y what the steps may learn from it; without meaning when transforming */
  abstract run(input: Input, y: number | undefined, mode: Mode): Input

  /** As {@link run}, but for a last affine map of the outputs, which `remaining` tells. */
  abstract runDeferred(input: Input, y: number | undefined, mode: Mode): Input

  /** What {@link runDeferred} left out; undefined when it leaves nothing out. */
  abstract remaining(): AffineMap | undefined

  /** Fits every step to all records, one after another. Afterwards the records are to be replayed. */
  abstract fitOver(records: Records<number | undefined>): void

  /** Lets the steps forget that follow the order of records, before a replay. */
  abstract rewind(): void

  override get accepts(): 'values' {
    return 'values'
  }

  labelsAreClasses(): void {}

  override fitRecords(records: Records<number | undefined>): void {
    this.fitOver(records)
    records((input, y) => this.run(input, y, 'replay'))
  }

  learnVector(x: Float64Array, y?: number): void {
    this.run(x, y, 'learn')
  }

  override learnValues(values: readonly unknown[], y?: number): void {
    this.run(values, y, 'learn')
  }

  transformVector(x: Float64Array, out: Float64Array): void {
    this.transformValues(x as unknown as readonly unknown[], out)
  }

  override transformValues(values: readonly unknown[], out: unknown[] | Float64Array): void {
    const result = this.run(values, undefined, 'transform')
    for (let j = 0; j < result.length; j++) out[j] = result[j] as number
  }
}
