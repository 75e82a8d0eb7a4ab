import { expect, test } from 'vitest'
import { parseNotebook } from '../../src/nbformat/parseNotebook.ts'
import { OriginStore } from '../../src/notebook/originStore.ts'

const origin = (n: number) => {
  const { origin } = parseNotebook(JSON.stringify({ cells: [], metadata: { n }, nbformat: 4, nbformat_minor: 5 }))
  if (!origin) throw new Error('a parsed notebook has an origin')
  return origin
}

test('the same text has the same key, another one another', () => {
  const store = new OriginStore()
  expect(store.add(origin(1))).toBe(store.add(origin(1)))
  expect(store.add(origin(2))).not.toBe(store.add(origin(1)))
  expect(store.get(store.add(origin(1)))?.value.metadata).toEqual({ n: 1 })
})

test('keeps 64, and drops the one used longest ago', () => {
  const store = new OriginStore()
  const keys = Array.from({ length: 64 }, (_, n) => store.add(origin(n)))
  store.get(keys[0] as string)
  store.add(origin(100))
  expect(store.get(keys[0] as string)).toBeDefined()
  expect(store.get(keys[1] as string)).toBeUndefined()
})
