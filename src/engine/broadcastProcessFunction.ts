import type { KeyedContext, OnTimerContext } from './keyedProcessFunction.ts'
import type { Collector, ProcessContext } from './processFunction.ts'
import type { BroadcastState, MapStateDescriptor, ReadOnlyBroadcastState } from './state/broadcastState.ts'
import type { StateAccess } from './state/keyedState.ts'

/** Gives what was broadcast, to read. */
export interface ReadsBroadcastState {
  getBroadcastState<K, V>(descriptor: MapStateDescriptor<K, V>): ReadOnlyBroadcastState<K, V>
}

/** Gives what was broadcast, to change: only the broadcast side may. */
export interface WritesBroadcastState {
  getBroadcastState<K, V>(descriptor: MapStateDescriptor<K, V>): BroadcastState<K, V>
}

/** What the broadcast side of a keyed function can do besides. */
export interface KeyedBroadcastContext<K> extends ProcessContext, WritesBroadcastState {
  /** Calls `apply` for every key that has something in a state got in `open`; in it, the state is that key's. */
  applyToKeyedState<S extends object>(state: S, apply: (key: K, state: S) => void): void
}

/** Joins a stream with what another broadcasts (Flink's `BroadcastProcessFunction`, page "The Broadcast State Pattern"). */
export interface BroadcastProcessFunction<In, B, Out> {
  /** The operator's name in graphs and errors. */
  readonly name?: string
  open?(): void
  processElement(value: In, context: ProcessContext & ReadsBroadcastState, out: Collector<Out>): void
  processBroadcastElement(value: B, context: ProcessContext & WritesBroadcastState, out: Collector<Out>): void
  close?(): void
}

/** The same for a keyed stream, with state and timers for each key (Flink's `KeyedBroadcastProcessFunction`). */
export interface KeyedBroadcastProcessFunction<K, In, B, Out> {
  /** The operator's name in graphs and errors. */
  readonly name?: string
  open?(state: StateAccess): void
  processElement(value: In, context: KeyedContext<K> & ReadsBroadcastState, out: Collector<Out>): void
  processBroadcastElement(value: B, context: KeyedBroadcastContext<K>, out: Collector<Out>): void
  onTimer?(timestamp: number, context: OnTimerContext<K> & ReadsBroadcastState, out: Collector<Out>): void
  close?(): void
}
