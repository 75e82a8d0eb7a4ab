import type { ReduceFunction } from '../columnReduce.ts'
import type { KeyedProcessFunction } from '../keyedProcessFunction.ts'
import type { ReducingState } from '../state/keyedState.ts'

/** Combines each record of a key with what those before it came to, and emits that (Flink's `StreamGroupedReduceOperator`). */
export class RollingReduce<K, T> implements KeyedProcessFunction<K, T, T> {
  private reduced!: ReducingState<T>

  constructor(private readonly reduce: ReduceFunction<T>) {}

  open: NonNullable<KeyedProcessFunction<K, T, T>['open']> = state => {
    this.reduced = state.reducingState('reduced', this.reduce)
  }

  processElement: KeyedProcessFunction<K, T, T>['processElement'] = (value, _context, out) => {
    this.reduced.add(value)
    out.collect(this.reduced.get() as T)
  }
}
