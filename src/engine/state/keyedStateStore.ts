import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { AggregateFunction } from '../aggregates/aggregator.ts'
import { KeyedEntries } from './keyedEntries.ts'
import type { AggregatingState, ListState, MapState, ReducingState, StateAccess, ValueState } from './keyedState.ts'
import * as plain from './plainStates.ts'
import {
  type CurrentKey,
  restoredTable,
  type StateKind,
  type StateTable,
  type StateTableSnapshot,
  snapshotTable,
  withStamps,
} from './stateTable.ts'
import { type StateOptions, ttlSettings } from './stateTtl.ts'
import { TtlRules } from './ttlRules.ts'
import * as expiring from './ttlStates.ts'

/** Every state of one keyed operator by its name; plain data. */
export type KeyedStateSnapshot = Map<string, StateTableSnapshot>

/** The state of one keyed operator: for each name a map from key to what is kept. `currentKey` says whose it is. */
export class KeyedStateStore implements StateAccess, CurrentKey {
  currentKey: unknown
  private readonly tables = new Map<string, StateTable>()
  private readonly tableOf = new WeakMap<object, StateTable>()

  /** @param now processing time: what state with a time to live expires by */
  constructor(private readonly now: () => number) {}

  valueState<V>(name: string, options?: StateOptions): ValueState<V> {
    return this.state('value', name, options, (table, rules) =>
      rules ? expiring.ttlValueState<V>(this, table, rules) : plain.plainValueState<V>(this, table),
    )
  }

  listState<V>(name: string, options?: StateOptions): ListState<V> {
    return this.state('list', name, options, (table, rules) =>
      rules ? expiring.ttlListState<V>(this, table, rules) : plain.plainListState<V>(this, table),
    )
  }

  mapState<K, V>(name: string, options?: StateOptions): MapState<K, V> {
    return this.state('map', name, options, (table, rules) =>
      rules ? expiring.ttlMapState<K, V>(this, table, rules) : plain.plainMapState<K, V>(this, table),
    )
  }

  reducingState<V>(name: string, reduce: (a: V, b: V) => V, options?: StateOptions): ReducingState<V> {
    if (typeof reduce !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `state '${name}': ${show(reduce)} is not a function of two values.`)
    }
    return this.state('reducing', name, options, (table, rules) =>
      rules ? expiring.ttlReducingState(this, table, rules, reduce) : plain.plainReducingState<V>(this, table, reduce),
    )
  }

  aggregatingState<In, Acc, Out>(
    name: string,
    aggregate: AggregateFunction<In, Acc, Out>,
    options?: StateOptions,
  ): AggregatingState<In, Out> {
    if (typeof aggregate?.createAccumulator !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `state '${name}': ${show(aggregate)} is not an AggregateFunction.`, {
        fix: 'Give it an object with createAccumulator, add, getResult and merge.',
      })
    }
    return this.state('aggregating', name, options, (table, rules) =>
      rules
        ? expiring.ttlAggregatingState(this, table, rules, aggregate)
        : plain.plainAggregatingState(this, table, aggregate),
    )
  }

  /** Keys that have something, counted once for each state. */
  get size(): number {
    let size = 0
    for (const { entries } of this.tables.values()) size += entries.size
    return size
  }

  /** Calls `visit` for every key that has something in a state made here; meanwhile that key is the current one. */
  forEachKey(state: object, visit: (key: unknown) => void): void {
    const table = this.tableOf.get(state)
    if (!table) {
      throw new FlinknbError('INVALID_OPTION', 'applyToKeyedState: this is not a keyed state of this function.', {
        fix: 'Give it what open(state) got from state.valueState(…), state.listState(…) and so on.',
      })
    }
    const before = this.currentKey
    for (const key of [...table.entries.keys()]) {
      this.currentKey = key
      visit(key)
    }
    this.currentKey = before
  }

  /** Shares what goes on changing: to be serialised before the state changes. */
  snapshot(): KeyedStateSnapshot {
    return new Map([...this.tables].map(([name, table]) => [name, snapshotTable(table)]))
  }

  /** Takes a snapshot over. States may have been asked for before, or will be afterwards. */
  restore(tables: KeyedStateSnapshot): void {
    for (const [name, snapshot] of tables) {
      const restored = restoredTable(snapshot)
      const own = this.tables.get(name)
      if (own) this.adopt(name, own, restored)
      else this.tables.set(name, restored)
    }
  }

  private state<S extends object>(
    kind: StateKind,
    name: string,
    options: StateOptions | undefined,
    create: (table: StateTable, rules: TtlRules | undefined) => S,
  ): S {
    const settings = ttlSettings(name, options)
    const known = this.tables.get(name)
    const stamped = settings !== undefined
    let table = known
    if (known === undefined || known.kind !== kind || known.stamped !== stamped) {
      table = { kind, stamped, entries: new KeyedEntries() }
      if (known) this.adopt(name, table, known)
      this.tables.set(name, table)
    }
    const own = table as StateTable
    const state = create(own, settings && new TtlRules(settings, this.now, own))
    this.tableOf.set(state, own)
    return state
  }

  private adopt(name: string, table: StateTable, from: StateTable): void {
    if (table.kind !== from.kind) {
      throw new FlinknbError(
        'INVALID_STATE',
        `state '${name}' is a ${table.kind} state, and was a ${from.kind} state.`,
        {
          fix: 'Give the new state another name.',
        },
      )
    }
    table.entries = withStamps(from, table.stamped, this.now())
  }
}
