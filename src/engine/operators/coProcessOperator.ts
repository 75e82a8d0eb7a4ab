import { BatchBuilder } from '../batchBuilder.ts'
import type { CoProcessFunction } from '../coProcessFunction.ts'
import { asUserCodeError } from '../userCodeError.ts'
import { CoOperator } from './coOperator.ts'

/** Runs a {@link CoProcessFunction} (Flink's `CoProcessOperator`). */
export class CoProcessOperator<A, B, Out> extends CoOperator<Out> {
  private readonly functionContext = this.makeContext()

  constructor(private readonly process: CoProcessFunction<A, B, Out>) {
    super()
  }

  override open(): void {
    this.process.open?.()
  }

  override endInput(): void {
    const results = new BatchBuilder<Out>()
    try {
      this.process.endInput?.({ collect: value => results.append(value, Number.NaN, this.watermark) })
    } catch (error) {
      throw asUserCodeError(error, `${this.context.name} (endInput)`, undefined)
    }
    const batch = results.take()
    if (batch) this.output.batch(batch)
  }

  override close(): void {
    this.process.close?.()
  }

  override snapshotState(): unknown {
    return this.process.snapshotState?.()
  }

  override restoreState(state: unknown): void {
    this.process.restoreState?.(state)
  }

  protected override call(value: unknown, input: number): void {
    if (input === 0) this.process.processElement1(value as A, this.functionContext, this.collector)
    else this.process.processElement2(value as B, this.functionContext, this.collector)
  }
}
