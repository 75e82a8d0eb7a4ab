import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import type { KeyedProcessFunction } from '../../src/engine/keyedProcessFunction.ts'
import type { StateAccess, ValueState } from '../../src/engine/state/keyedState.ts'
import { KeyedStateStore } from '../../src/engine/state/keyedStateStore.ts'
import { run } from './pipeline.ts'

function storeAt(time = 0) {
  const clock = { now: time }
  return { clock, store: new KeyedStateStore(() => clock.now) }
}

const AVERAGE = {
  createAccumulator: () => ({ n: 0, total: 0 }),
  add: (value: number, { n, total }: { n: number; total: number }) => ({ n: n + 1, total: total + value }),
  getResult: ({ n, total }: { n: number; total: number }) => total / n,
  merge: (a: { n: number; total: number }, b: { n: number; total: number }) => ({
    n: a.n + b.n,
    total: a.total + b.total,
  }),
}

test('page "Working with State", CountWindowAverage: the average of every two values of a key', async () => {
  type Pair = readonly [key: number, value: number]
  class CountWindowAverage implements KeyedProcessFunction<number, Pair, Pair> {
    private sum!: ValueState<Pair>
    open(state: StateAccess): void {
      this.sum = state.valueState('average')
    }
    processElement: KeyedProcessFunction<number, Pair, Pair>['processElement'] = ([key, value], _context, out) => {
      const [count, total] = this.sum.value() ?? [0, 0]
      this.sum.update([count + 1, total + value])
      if (count + 1 < 2) return
      out.collect([key, Math.trunc((total + value) / (count + 1))])
      this.sum.clear()
    }
  }
  const input: Pair[] = [3, 5, 7, 4, 2].map(value => [1, value])
  const averages = await run(input, stream => stream.keyBy(([key]) => key).process(new CountWindowAverage()))
  expect(averages).toEqual([
    [1, 4],
    [1, 5],
  ])
})

describe('every kind of state', () => {
  test('is that of the current key', () => {
    const { store } = storeAt()
    const total = store.reducingState<number>('total', (a, b) => a + b)
    const mean = store.aggregatingState('mean', AVERAGE)
    store.currentKey = 'a'
    for (const value of [1, 2, 6]) {
      total.add(value)
      mean.add(value)
    }
    expect([total.get(), mean.get()]).toEqual([9, 3])
    store.currentKey = 'b'
    expect([total.get(), mean.get()]).toEqual([undefined, undefined])
    store.currentKey = 'a'
    total.clear()
    mean.clear()
    expect([total.get(), mean.get()]).toEqual([undefined, undefined])
  })

  test('undefined can be reduced', () => {
    const { store } = storeAt()
    const seen: unknown[] = []
    const state = store.reducingState<number | undefined>('r', (a, b) => {
      seen.push([a, b])
      return b
    })
    state.add(undefined)
    state.add(1)
    expect(seen).toEqual([[undefined, 1]])
  })

  test('a map without entries is no state, so that keys do not add up', () => {
    const { store } = storeAt()
    const map = store.mapState<string, number>('m')
    for (let key = 0; key < 100; key++) {
      store.currentKey = key
      map.put('x', 1)
      map.remove('x')
      expect(map.isEmpty()).toBe(true)
    }
    expect(sizes(store)).toEqual([0])
  })

  test('comes back from a snapshot, whether it is asked for before or after', () => {
    const open = (store: KeyedStateStore) => ({
      value: store.valueState<string>('v'),
      list: store.listState<number>('l', { ttl: '1s' }),
      map: store.mapState<string, number>('m', { ttl: '1s' }),
      total: store.reducingState<number>('r', (a, b) => a + b),
      mean: store.aggregatingState('a', AVERAGE, { ttl: '1s' }),
    })
    const read = (states: ReturnType<typeof open>) => [
      states.value.value(),
      states.list.get(),
      [...states.map.entries()],
      states.total.get(),
      states.mean.get(),
    ]
    const { store } = storeAt()
    const states = open(store)
    store.currentKey = 'k'
    states.value.update('x')
    states.list.add(1)
    states.list.add(2)
    states.map.put('y', 3)
    states.total.add(4)
    states.mean.add(5)
    for (const first of ['open', 'restore']) {
      const snapshot = structuredClone(store.snapshot())
      const { store: other } = storeAt(500)
      if (first === 'restore') other.restore(snapshot)
      const again = open(other)
      if (first === 'open') other.restore(snapshot)
      other.currentKey = 'k'
      expect(read(again)).toEqual(['x', [1, 2], [['y', 3]], 4, 5])
    }
  })

  test('another kind under the same name is refused', () => {
    const { store } = storeAt()
    store.valueState('s')
    expect(() => store.listState('s')).toThrow(`state 's' is a list state, and was a value state. Give the new state`)
    const { store: other } = storeAt()
    other.mapState('s')
    expect(() => other.restore(structuredClone(store.snapshot()))).toThrow(`state 's' is a map state, and was a value`)
  })
})

describe('time to live (page "Working with State", State Time-To-Live)', () => {
  test('renewed by writing; by reading only if wanted', () => {
    const { store, clock } = storeAt()
    const written = store.valueState<number>('written', { ttl: '1s' })
    const read = store.valueState<number>('read', { ttl: { ttl: '1s', updateType: 'OnReadAndWrite' } })
    written.update(1)
    read.update(1)
    clock.now = 900
    expect([written.value(), read.value()]).toEqual([1, 1])
    clock.now = 1_000
    expect([written.value(), read.value()]).toEqual([undefined, 1])
    clock.now = 2_000
    expect(read.value()).toBe(undefined)
  })

  test('what has expired may be read a last time, if wanted', () => {
    const { store, clock } = storeAt()
    const state = store.valueState<number>('v', {
      ttl: { ttl: '1s', stateVisibility: 'ReturnExpiredIfNotCleanedUp', cleanupSize: 0 },
    })
    state.update(1)
    clock.now = 5_000
    expect(state.value()).toBe(1)
    expect(state.value()).toBe(undefined)
  })

  test('elements of a list and entries of a map expire one by one', () => {
    const { store, clock } = storeAt()
    const list = store.listState<string>('l', { ttl: 100 })
    const map = store.mapState<string, number>('m', { ttl: 100 })
    list.add('a')
    map.put('a', 1)
    clock.now = 60
    list.add('b')
    map.put('b', 2)
    clock.now = 100
    expect(list.get()).toEqual(['b'])
    expect([...map.keys()]).toEqual(['b'])
    expect([map.contains('a'), map.get('b')]).toEqual([false, 2])
    clock.now = 160
    expect([list.get(), map.isEmpty()]).toEqual([[], true])
    expect(sizes(store)).toEqual([0, 0])
  })

  test('sums and averages begin anew', () => {
    const { store, clock } = storeAt()
    const total = store.reducingState<number>('r', (a, b) => a + b, { ttl: 100 })
    const mean = store.aggregatingState('a', AVERAGE, { ttl: 100 })
    for (const time of [0, 50, 149, 300]) {
      clock.now = time
      total.add(1)
      mean.add(time)
      expect([total.get(), mean.get()]).toEqual(
        { 0: [1, 0], 50: [2, 25], 149: [3, 199 / 3], 300: [1, 300] }[time as 0 | 50 | 149 | 300],
      )
    }
  })

  test('a job that gives a state a time to live, or takes it away, keeps what it has', () => {
    const { store } = storeAt()
    store.currentKey = 'k'
    store.listState<number>('l').add(1)
    const { store: limited, clock } = storeAt(10_000)
    limited.restore(structuredClone(store.snapshot()))
    limited.currentKey = 'k'
    const list = limited.listState<number>('l', { ttl: 100 })
    expect(list.get()).toEqual([1])
    const { store: unlimited } = storeAt()
    unlimited.restore(structuredClone(limited.snapshot()))
    unlimited.currentKey = 'k'
    clock.now = 10_100
    expect(list.get()).toEqual([])
    expect(unlimited.listState<number>('l').get()).toEqual([1])
  })

  test('wrong options are named with the state', () => {
    const { store } = storeAt()
    expect(() => store.valueState('v', { ttl: 'soon' as never })).toThrow(`state 'v': ttl: "soon" is not a duration`)
    expect(() => store.valueState('v', { ttl: { ttl: 1, updateType: 'OnRead' as never } })).toThrow(
      `state 'v': updateType "OnRead" is not known. Write 'OnCreateAndWrite' or 'OnReadAndWrite'.`,
    )
    expect(() => store.valueState('v', { tll: 1 } as never)).toThrow(`state 'v': unknown option 'tll'`)
  })

  test('random use gives what a plain list of writes gives, and expired keys go away', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed)
      const { store, clock } = storeAt()
      const cleanupSize = Math.floor(random() * 4)
      const state = store.valueState<number>('v', { ttl: { ttl: 50, cleanupSize } })
      const map = store.mapState<number, number>('m', { ttl: { ttl: 50, cleanupSize } })
      const writes: { key: number; name: number; value: number; at: number }[] = []
      const newest = (key: number, name: number) => {
        const last = writes.filter(write => write.key === key && write.name === name).at(-1)
        return last && last.at + 50 > clock.now ? last.value : undefined
      }
      for (let i = 0; i < 300; i++) {
        clock.now += Math.floor(random() * 4)
        const key = Math.floor(random() * 20)
        const name = 1 + Math.floor(random() * 3)
        store.currentKey = key
        if (random() < 0.5) {
          state.update(i)
          map.put(name, i)
          writes.push({ key, name: 0, value: i, at: clock.now }, { key, name, value: i, at: clock.now })
        }
        expect(state.value(), `seed ${seed}`).toBe(newest(key, 0))
        expect(map.get(name), `seed ${seed}`).toBe(newest(key, name))
      }
      clock.now += 1_000
      store.currentKey = 'another'
      for (let i = 0; i < 100; i++) {
        state.value()
        map.get(1)
      }
      const left = sizes(store)
      if (cleanupSize > 0) expect(left, `seed ${seed}`).toEqual([0, 0])
    }
  })
})

/** How many keys each state of a store has something for. */
function sizes(store: KeyedStateStore): number[] {
  return [...store.snapshot().values()].map(({ entries }) =>
    entries instanceof Map ? entries.size : entries.index.used - entries.index.free.length,
  )
}
