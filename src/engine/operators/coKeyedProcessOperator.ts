import type { KeyedCoProcessFunction } from '../coProcessFunction.ts'
import type { KeyReader } from '../keyOf.ts'
import { CoKeyedOperator } from './coKeyedOperator.ts'

/** Runs a {@link KeyedCoProcessFunction} (Flink's `KeyedCoProcessOperator`). */
export class CoKeyedProcessOperator<K, A, B, Out> extends CoKeyedOperator<K, Out> {
  private readonly functionContext = this.makeContext()

  constructor(
    private readonly process: KeyedCoProcessFunction<K, A, B, Out>,
    keyOf1: KeyReader,
    keyOf2: KeyReader,
  ) {
    super([keyOf1, keyOf2])
  }

  override open(): void {
    this.process.open?.(this.state)
  }

  override close(): void {
    this.process.close?.()
  }

  protected override call(value: unknown, input: number): void {
    if (input === 0) this.process.processElement1(value as A, this.functionContext, this.collector)
    else this.process.processElement2(value as B, this.functionContext, this.collector)
  }

  protected override callOnTimer(time: number): void {
    this.process.onTimer?.(time, this.functionContext, this.collector)
  }
}
