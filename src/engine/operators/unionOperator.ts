import type { Batch } from '../batch.ts'
import { Operator } from '../operator.ts'

/** Passes on what its inputs deliver; the runtime has combined their watermarks. */
export class UnionOperator<T> extends Operator<T, T> {
  override processBatch(batch: Batch<T>): void {
    this.output.batch(batch)
  }
}
