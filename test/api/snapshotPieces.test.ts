import { describe, expect, test } from 'vitest'
import { assembleSnapshot, snapshotPieces } from '../../src/api/snapshotPieces.ts'
import { type Random, seededRandom } from '../../src/base/random.ts'

/** Through pieces and back; says how large the largest was. */
function through(value: unknown): { readonly value: unknown; readonly pieces: number; readonly largest: number } {
  const pieces: Buffer[] = []
  const serializing = snapshotPieces(value)
  for (;;) {
    const { done, value: piece } = serializing.next()
    pieces.push(piece)
    if (done) break
  }
  const assembling = assembleSnapshot(pieces.slice(0, -1), pieces.at(-1) as Buffer)
  for (;;) {
    const { done, value } = assembling.next()
    if (done) return { value, pieces: pieces.length, largest: Math.max(...pieces.map(piece => piece.length)) }
  }
}

function randomData(random: Random, depth: number): unknown {
  const upTo = (n: number) => Math.floor(random() * n)
  const many = () => {
    const isLarge = random() < 0.1
    return Array.from({ length: upTo(isLarge ? 3_000 : 6) }, () => randomData(random, isLarge ? 0 : depth - 1))
  }
  switch (upTo(depth > 0 ? 12 : 7)) {
    case 0:
      return upTo(1_000) / 7
    case 1:
      return 'x'.repeat(upTo(40))
    case 2:
      return [undefined, null, true, Number.NaN, -0][upTo(5)]
    case 3:
      return BigInt(upTo(100)) ** 30n
    case 4:
      return new Date(upTo(1e9))
    case 5:
      return Float64Array.from({ length: upTo(50) }, random)
    case 6:
      return random() < 0.05 ? new Float64Array(100_000).fill(random()) : 1
    case 7:
    case 8:
      return many()
    case 9:
      return new Set(many())
    case 10:
      return new Map(many().map((item, i) => [random() < 0.5 ? i : `key ${i}`, item]))
    default:
      return Object.fromEntries(many().map((item, i) => [`name ${i}`, item]))
  }
}

describe('snapshots in pieces', () => {
  test('come back as they were, whatever they hold', () => {
    let pieces = 0
    for (let seed = 1; seed <= 60; seed++) {
      const data = randomData(seededRandom(seed), 4)
      const back = through(data)
      expect(back.value, `seed ${seed}`).toEqual(structuredClone(data))
      pieces += back.pieces
    }
    expect(pieces).toBeGreaterThan(150)
  })

  test('no piece is large, however large a list, a map, a set or an object is and wherever it stands', () => {
    const keys = Array.from({ length: 100_000 }, (_, i) => `sensor ${i}`)
    for (const large of [
      keys,
      { nodes: { window: { index: { keys: [keys] } } } },
      new Map(keys.map((key, i) => [key, { total: i }])),
      new Set(keys),
      Object.fromEntries(keys.map((key, i) => [key, i])),
      new Map([['the only key', keys]]),
    ]) {
      const { value, largest, pieces } = through(large)
      expect(value).toEqual(large)
      expect(pieces).toBeGreaterThan(45)
      expect(largest).toBeLessThan(100_000)
    }
  })

  test('what refers to itself stays whole', () => {
    const own: { self?: unknown; list: number[] } = { list: Array.from({ length: 5_000 }, (_, i) => i) }
    own.self = own
    const { value } = through(own)
    expect((value as typeof own).list).toEqual(own.list)
    const inner = (value as { self: typeof own }).self
    expect(inner.self).toBe(inner)
  })
})
