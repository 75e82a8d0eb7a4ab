import { expect, expectTypeOf, test } from 'vitest'
import { env } from '../../../src/api/env.ts'
import { ADWIN } from '../../../src/ml/drift/adwin.ts'
import { detectDrift } from '../../../src/ml/drift/detectDrift.ts'
import { GOLDEN_STREAMS } from './goldenStreams.ts'

const rows = (GOLDEN_STREAMS['bern(.2->.6)@1000']?.() ?? []).map((x, id) => ({
  id,
  wrong: id % 5 === 4 ? null : x === 1,
}))

test('every row goes on with drift, warning and estimate; rows without a value are passed over', async () => {
  const detector = new ADWIN()
  const checked = await env
    .fromCollection(rows)
    .process(detectDrift(detector, { value: 'wrong' }))
    .executeAndCollect()
  expectTypeOf(checked[0]?.drift).toEqualTypeOf<boolean | undefined>()
  expect(checked.map(({ id, wrong }) => ({ id, wrong }))).toEqual(rows)
  const alone = new ADWIN()
  const expected = rows.map(({ wrong }) => (wrong === null ? false : alone.update(wrong)))
  expect(checked.map(row => row.drift)).toEqual(expected)
  expect(checked.filter(row => row.drift)).toHaveLength(1)
  expect(checked.at(-1)?.estimate).toBe(alone.estimate)
})

test('a function of the row; snapshot and restore at any row', () => {
  const create = () => detectDrift<(typeof rows)[number]>(new ADWIN(), { value: row => Number(row.wrong === true) })
  const straight = create().mapBatch?.(rows)
  let watching = create()
  const interrupted: unknown[] = []
  for (const [i, row] of rows.entries()) {
    if (i % 333 === 5) {
      const state: unknown = JSON.parse(JSON.stringify(watching.snapshotState?.()))
      watching = create()
      watching.restoreState?.(state)
    }
    watching.processElement(row, undefined, { collect: checked => interrupted.push(checked) })
  }
  expect(interrupted).toEqual(straight)
})

test('what cannot be watched is named', () => {
  type Row = { readonly price: number; readonly name: string }
  const watching = detectDrift<Row>(new ADWIN(), { value: 'price' })
  expect(() => watching.mapBatch?.([{ price: 30, name: 'x' }])).toThrow(/30 lies outside.*The record: \{"price":30/)
  expect(() => watching.mapBatch?.([{ price: 'high' as never, name: 'x' }])).toThrow(/column 'price': "high" is text/)
  // @ts-expect-error a column of text cannot be watched
  detectDrift<Row>(new ADWIN(), { value: 'name' })
  expect(() => detectDrift<Row>({} as never, { value: 'price' })).toThrow(/is no drift detector/)
  expect(() => detectDrift<Row>(new ADWIN(), { value: 3 as never })).toThrow(/value: 3 is no column and no function/)
})
