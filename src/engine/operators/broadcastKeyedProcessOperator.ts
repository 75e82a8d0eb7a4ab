import type { KeyedBroadcastContext, KeyedBroadcastProcessFunction } from '../broadcastProcessFunction.ts'
import { type KeyReader, originalKey } from '../keyOf.ts'
import { type BroadcastSnapshot, BroadcastStateStore, type MapStateDescriptor } from '../state/broadcastState.ts'
import { CoKeyedOperator } from './coKeyedOperator.ts'

/** Runs a {@link KeyedBroadcastProcessFunction}: input 0 is keyed and reads the broadcast state, input 1 writes it. */
export class BroadcastKeyedProcessOperator<K, In, B, Out> extends CoKeyedOperator<K, Out> {
  private readonly broadcast: BroadcastStateStore
  private readonly reading
  private readonly writing: KeyedBroadcastContext<K>

  constructor(
    private readonly process: KeyedBroadcastProcessFunction<K, In, B, Out>,
    keyOf: KeyReader,
    descriptors: readonly MapStateDescriptor<unknown, unknown>[],
  ) {
    super([keyOf, undefined])
    this.broadcast = new BroadcastStateStore(descriptors)
    this.reading = Object.assign(this.makeContext(), { getBroadcastState: this.broadcast.reading })
    this.writing = Object.assign(this.makeContext(), {
      getBroadcastState: this.broadcast.writing,
      applyToKeyedState: <S extends object>(state: S, apply: (key: K, state: S) => void) =>
        this.state.forEachKey(state, key => apply(originalKey(key) as K, state)),
    })
  }

  override open(): void {
    this.process.open?.(this.state)
  }

  override close(): void {
    this.process.close?.()
  }

  override *snapshotSteps(): Generator<undefined, unknown> {
    return { keyed: yield* super.snapshotSteps(), broadcast: this.broadcast.snapshot() }
  }

  override restoreState(snapshot: unknown): void {
    const { keyed, broadcast } = snapshot as { keyed: unknown; broadcast: BroadcastSnapshot }
    super.restoreState(keyed)
    this.broadcast.restore(broadcast)
  }

  protected override call(value: unknown, input: number): void {
    if (input === 0) this.process.processElement(value as In, this.reading, this.collector)
    else this.process.processBroadcastElement(value as B, this.writing, this.collector)
  }

  protected override callOnTimer(time: number): void {
    this.process.onTimer?.(time, this.reading, this.collector)
  }
}
