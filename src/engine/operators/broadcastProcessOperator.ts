import type { BroadcastProcessFunction } from '../broadcastProcessFunction.ts'
import { type BroadcastSnapshot, BroadcastStateStore, type MapStateDescriptor } from '../state/broadcastState.ts'
import { CoOperator } from './coOperator.ts'

/** Runs a {@link BroadcastProcessFunction}: input 0 reads the broadcast state, input 1 writes it. */
export class BroadcastProcessOperator<In, B, Out> extends CoOperator<Out> {
  private readonly broadcast: BroadcastStateStore
  private readonly reading
  private readonly writing

  constructor(
    private readonly process: BroadcastProcessFunction<In, B, Out>,
    descriptors: readonly MapStateDescriptor<unknown, unknown>[],
  ) {
    super()
    this.broadcast = new BroadcastStateStore(descriptors)
    this.reading = Object.assign(this.makeContext(), { getBroadcastState: this.broadcast.reading })
    this.writing = Object.assign(this.makeContext(), { getBroadcastState: this.broadcast.writing })
  }

  override open(): void {
    this.process.open?.()
  }

  override close(): void {
    this.process.close?.()
  }

  override snapshotState(): unknown {
    return this.broadcast.snapshot()
  }

  override restoreState(state: unknown): void {
    this.broadcast.restore(state as BroadcastSnapshot)
  }

  protected override call(value: unknown, input: number): void {
    if (input === 0) this.process.processElement(value as In, this.reading, this.collector)
    else this.process.processBroadcastElement(value as B, this.writing, this.collector)
  }
}
