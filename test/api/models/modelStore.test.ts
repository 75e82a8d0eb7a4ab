import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { env } from '../../../src/api/env.ts'
import { modelStore } from '../../../src/api/models/modelStore.ts'
import { LinearRegression } from '../../../src/ml/linear/linearRegression.ts'

const folder = () => mkdtempSync(path.join(tmpdir(), 'flinknb-models-'))
/** y = slope · x, learned from two points. */
const line = (slope: number) => new LinearRegression().fit([{ x: 0 }, { x: 1 }], [0, slope])

test('versions count up, stay as they are, and are readable JSON', () => {
  const store = modelStore(folder())
  expect(store.save('price', line(1), { metrics: { MAE: 2.5 }, note: 'first' })).toMatchObject({
    name: 'price',
    version: 1,
    parent: null,
    metrics: { MAE: 2.5 },
    data: { records: 2 },
    note: 'first',
  })
  expect(store.save('price', line(2), { parent: 1 }).version).toBe(2)
  expect(store.versions('price').map(v => [v.version, v.parent])).toEqual([
    [1, null],
    [2, 1],
  ])
  expect(store.names()).toEqual(['price'])
  expect(readdirSync(path.join(store.folder, 'price'))).toEqual(['1.json', '2.json'])
  expect(JSON.parse(readFileSync(path.join(store.folder, 'price/1.json'), 'utf8')).model.type).toBe('LinearRegression')
  expect(store.load('price').predictOne({ x: 10 })).toBe(20)
  expect(store.load('price', { version: 1 }).predictOne({ x: 10 })).toBe(10)
})

test('the very model that is newest is not saved twice: a resumed job saves again and changes nothing', () => {
  const store = modelStore(folder())
  const first = store.save('price', line(1))
  expect(store.save('price', line(1))).toEqual(first)
  expect(store.versions('price')).toHaveLength(1)
})

test('two stores of one folder never take the same number', () => {
  const shared = folder()
  const [a, b] = [modelStore(shared), modelStore(shared)]
  expect([
    a.save('price', line(1)).version,
    b.save('price', line(2)).version,
    a.save('price', line(3)).version,
  ]).toEqual([1, 2, 3])
})

test('aliases move, remember, and step back', () => {
  const store = modelStore(folder())
  for (const slope of [1, 2, 3]) store.alias('price', 'champion', store.save('price', line(slope)).version)
  expect(store.aliases('price')).toEqual({ champion: 3 })
  expect(store.rollback('price', 'champion')).toBe(2)
  expect(store.rollback('price', 'champion')).toBe(1)
  expect(() => store.rollback('price', 'champion')).toThrow(/'champion' of 'price' never pointed elsewhere/)
  expect(store.history('price', 'champion').map(change => [change.version, change.rollback])).toEqual([
    [1, undefined],
    [2, undefined],
    [3, undefined],
    [2, true],
    [1, true],
  ])
  store.alias('price', 'champion', 3)
  expect(store.rollback('price', 'champion')).toBe(1)
})

test('a live handle swaps while a job runs, and predictions say with which version they were made', async () => {
  const store = modelStore(folder())
  for (const slope of [1, 2]) store.save('price', line(slope))
  store.alias('price', 'champion', 1)
  const live = store.live('price@champion')
  const rows = env.fromCollection([{ x: 1 }, { x: 2 }, { x: 3 }, { x: 4 }]).process({
    processElement: (row, _context, out) => {
      if (row.x === 3) store.alias('price', 'champion', 2)
      out.collect({ ...row, y: live.predictOne(row), version: live.version })
    },
  })
  expect(await rows.executeAndCollect()).toEqual([
    { x: 1, y: 1, version: 1 },
    { x: 2, y: 2, version: 1 },
    { x: 3, y: 6, version: 2 },
    { x: 4, y: 8, version: 2 },
  ])
})

test('a live handle sees what another process moved', async () => {
  const shared = folder()
  const [here, elsewhere] = [modelStore(shared), modelStore(shared)]
  for (const slope of [1, 2]) here.save('price', line(slope))
  here.alias('price', 'champion', 1)
  const live = here.live('price@champion')
  elsewhere.alias('price', 'champion', 2)
  await expect.poll(() => live.predictOne({ x: 1 }), { timeout: 5000 }).toBe(2)
})

test('a live handle takes features in its own order, whatever order a version learned them in', () => {
  const store = modelStore(folder())
  const rows = [
    { a: 0, b: 0 },
    { a: 1, b: 0 },
    { a: 0, b: 1 },
  ]
  store.save('price', new LinearRegression().fit(rows, [0, 1, 10]))
  const live = store.live('price')
  expect(live.predictVector(Float64Array.of(1, 2))).toBeCloseTo(21, 12)
  const other = new LinearRegression()
  other.useFeatures(['b', 'a'])
  rows.forEach((row, i) => {
    other.learnOne(row, [0, 2, 20][i] as number)
  })
  store.save('price', other)
  expect(live.predictVector(Float64Array.of(1, 2))).toBeCloseTo(42, 12)
})

test('what cannot be is said clearly', () => {
  const store = modelStore(folder())
  store.save('price', line(1))
  expect(() => store.load('prise')).toThrow("there is no model 'prise' in")
  expect(() => store.load('prise')).toThrow("Did you mean 'price'?")
  expect(() => store.load('price', { alias: 'champion' })).toThrow(
    "'price' has no alias 'champion'. Aliases: none yet.",
  )
  expect(() => store.load('price', { version: 7 })).toThrow(/There is no version 7 of 'price'.* There are 1\./)
  expect(() => store.load('price', { kind: 'classifier' })).toThrow(
    "'price' version 1 is a regressor. Ask for it: { kind: 'regressor' }.",
  )
  expect(() => store.alias('price', '3', 1)).toThrow('alias: "3" cannot be used')
  expect(() => store.save('../price', line(1))).toThrow('name: "../price" cannot be used')
  expect(() => store.live('price@champion').predictOne({ x: 1 })).toThrow("has no alias 'champion'")
  store.alias('price', 'champion', 1)
  expect(() => store.delete('price', 1)).toThrow("'champion' points to version 1")
  expect(() => store.live('price@champion').learnOne()).toThrow('a live model, which only predicts')
  const file = path.join(store.folder, 'price/1.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace('"x"', '"z"'))
  expect(() => store.load('price')).toThrow(/damaged, or was changed by hand/)
})
