import { type Batch, NO_WATERMARK } from './batch.ts'
import type { OperatorContext, Output } from './output.ts'

/**
 * One step of a dataflow. The runtime keeps the rules that no operator may break: watermarks reach an operator combined
 * over its inputs and never fall, they are forwarded after `onWatermark`, nothing arrives after the end, and errors get
 * the operator's name. An operator overrides what it does.
 */
export abstract class Operator<In, Out> {
  protected output!: Output<Out>
  protected context!: OperatorContext
  /** The watermark this operator has acted upon. */
  protected watermark = NO_WATERMARK
  /** False for an operator that makes its own: of upstream's only the last is then forwarded, and that only if `drained`. */
  readonly forwardsWatermarks: boolean = true

  attach(output: Output<Out>, context: OperatorContext): void {
    this.output = output
    this.context = context
  }

  open(): void {}

  /** @param input index of the input the records come from */
  abstract processBatch(batch: Batch<In>, input: number): void

  /** Event time has reached `watermark`: fire what was due. The runtime forwards the watermark afterwards. */
  onWatermark(watermark: number): void {
    this.watermark = watermark
  }

  /** The watermark that was acted upon before the checkpoint this job starts from. */
  restoreWatermark(watermark: number): void {
    this.watermark = watermark
  }

  /** Processing time has reached what was asked for. */
  onProcessingTime(_time: number): void {}

  /** What was asked for with `context.requestWork()`: results from outside have arrived. Between batches only. */
  onWork(): void {}

  /** While true, nothing that flows into this operator is polled. */
  get blocked(): boolean {
    return false
  }

  /** False while something is in flight that will still give results: the end is held back until then. */
  get drained(): boolean {
    return true
  }

  /** Every input has ended; the last watermark has been seen. */
  endInput(): void {}

  close(): void {}

  /** How many keys, windows or buffered records it remembers, for those who look on; undefined where it has no state. */
  get stateEntries(): number | undefined {
    return undefined
  }

  /**
   * Plain data: everything this operator remembers; undefined for an operator without state. It may share what the
   * operator goes on changing: it is serialised before the operator is called again.
   */
  snapshotState(): unknown {
    return undefined
  }

  /**
   * The same as {@link snapshotState} in steps of some thousand keys, for operators with state of many: the thread is given
   * back between them. The operator is not called meanwhile.
   */
  // biome-ignore lint/correctness/useYield: most operators do it in one step
  *snapshotSteps(): Generator<undefined, unknown> {
    return this.snapshotState()
  }

  restoreState(_state: unknown): void {}
}

/** What a generator returns, with all of its steps at once. */
export function allSteps<R>(steps: Generator<undefined, R>): R {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
