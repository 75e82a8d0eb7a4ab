import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import { KeyedEntries } from '../../../src/engine/state/keyedEntries.ts'
import { KeyIndex, NO_KEY } from '../../../src/engine/state/keyIndex.ts'

const identity = { an: 'object' }
/** One of each kind, and those that are easily taken for one another. */
const ODD_KEYS: readonly unknown[] = [
  undefined,
  null,
  true,
  false,
  0,
  -0,
  Number.NaN,
  0.1,
  -1,
  2 ** 31,
  2 ** 53,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  1n,
  2n ** 80n,
  '',
  '0',
  'true',
  'undefined',
  '\u{1F600}',
  identity,
  { an: 'object' },
  Symbol.iterator,
]

describe('KeyIndex', () => {
  test('does what a Map does: random keys come, are looked up and go', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const random = seededRandom(seed)
      const range = 1 + Math.floor(random() * 3_000)
      const odd = random() < 0.5
      const index = new KeyIndex()
      const slots = new Map<unknown, number>()
      const keyOf = (i: number): unknown => (odd && i < ODD_KEYS.length ? ODD_KEYS[i] : i % 3 ? `key ${i}` : i * 0.5)
      for (let step = 0; step < 8_000; step++) {
        const key = keyOf(Math.floor(random() * range))
        const what = random()
        if (what < 0.55) {
          const slot = index.findOrAdd(key)
          expect(slots.get(key) ?? slot, `seed ${seed}`).toBe(slot)
          slots.set(key, slot)
        } else if (what < 0.8) expect(index.find(key), `seed ${seed}`).toBe(slots.get(key) ?? NO_KEY)
        else {
          expect(index.remove(key), `seed ${seed}`).toBe(slots.get(key) ?? NO_KEY)
          slots.delete(key)
        }
        expect(index.size).toBe(slots.size)
      }
      expect(new Set(slots.values()).size).toBe(slots.size)
      for (const [key, slot] of slots) expect(Object.is(index.keyAt(slot), key) || index.keyAt(slot) === key).toBe(true)
    }
  })

  test('keeps a hundred thousand keys apart, slot numbers in order of appearance', () => {
    const index = new KeyIndex()
    for (let i = 0; i < 100_000; i++) expect(index.findOrAdd(`sensor ${i}`)).toBe(i)
    for (let i = 0; i < 100_000; i += 7) expect(index.find(`sensor ${i}`)).toBe(i)
    expect(index.find('sensor')).toBe(NO_KEY)
    expect(index.size).toBe(100_000)
  })

  test('keys whose hashes all collide are found', () => {
    const index = new KeyIndex()
    const symbols = Array.from({ length: 500 }, (_, i) => Symbol(i))
    // a boolean, null and undefined have hashes of 0 and 1
    for (const key of [...symbols, null, undefined, false, true]) index.findOrAdd(key)
    for (const key of [null, undefined, false, true]) expect(index.keyAt(index.find(key))).toBe(key)
    for (const key of symbols) expect(index.keyAt(index.find(key))).toBe(key)
  })
})

describe('KeyedEntries', () => {
  test('holds what a Map holds, and a restored one goes on in the same order', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed)
      const map = new Map<unknown, number>()
      let entries = new KeyedEntries<number>()
      // few and many: there is another way of keeping them from 8,193 on
      const range = seed % 2 ? 1_500 : 30_000
      for (let step = 0; step < (seed % 2 ? 4_000 : 40_000); step++) {
        const key = `key ${Math.floor(random() * range)}`
        if (random() < 0.6) {
          map.set(key, step)
          entries.set(key, step)
        } else expect(entries.delete(key)).toBe(map.delete(key))
        if (step % 10_000 === 999) {
          const before = [...entries.entries()]
          const restored = new KeyedEntries<number>()
          restored.restore(structuredClone(entries.snapshot()))
          expect([...restored.entries()], `seed ${seed}`).toEqual(before)
          entries = restored
        }
      }
      expect(entries.size).toBe(map.size)
      expect(new Map(entries.entries())).toEqual(map)
      for (const [key, value] of map) expect(entries.get(key)).toBe(value)
    }
  })

  test('whoever runs through few entries while they become many is given none that is out of date', () => {
    const entries = new KeyedEntries<number>()
    for (let i = 0; i < 8_000; i++) entries.set(i, 0)
    const running = entries.entries()
    running.next()
    for (let i = 0; i < 20_000; i++) entries.set(i, 1)
    expect([...running].filter(([, value]) => value === 0)).toEqual([])
  })

  test('gives what was added last in order while nothing goes', () => {
    const entries = new KeyedEntries<number>()
    for (let i = 0; i < 10_000; i++) entries.set(i, -i)
    expect([...entries.keys()]).toEqual(Array.from({ length: 10_000 }, (_, i) => i))
  })
})
