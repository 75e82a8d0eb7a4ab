import { expect, test } from 'vitest'
import { descriptionOf, PAGE, rangesOf, type VariableNode } from '../../src/notebook/variablesTree.ts'

const path = { name: 'list', steps: [] }

function stretches(nodes: readonly VariableNode[] | undefined) {
  return nodes?.map(node => (node.kind === 'range' ? [node.start, node.count] : []))
}

test('up to a hundred children are shown as they are', () => {
  expect(rangesOf(path, 0, PAGE)).toBeUndefined()
})

test('more are shown in stretches of a hundred, of ten thousand, and so on', () => {
  expect(stretches(rangesOf(path, 0, 250))).toEqual([
    [0, 100],
    [100, 100],
    [200, 50],
  ])
  expect(stretches(rangesOf(path, 0, 25_000))).toEqual([
    [0, 10_000],
    [10_000, 10_000],
    [20_000, 5_000],
  ])
  expect(stretches(rangesOf(path, 20_000, 5_000))?.[1]).toEqual([20_100, 100])
})

test.each([
  101, 10_000, 10_001, 1_000_000, 123_456_789,
])('%i children: every one once, at most a hundred lines', count => {
  const found = stretches(rangesOf(path, 7, count)) ?? []
  expect(found.length).toBeLessThanOrEqual(100)
  let next = 7
  for (const [start, many] of found) {
    expect(start).toBe(next)
    next += many ?? 0
  }
  expect(next).toBe(7 + count)
})

test('type, size and value, without what is empty', () => {
  const view = {
    name: 'a',
    kind: 'value',
    type: 'number',
    preview: '1',
    size: '',
    children: 0,
    isTable: false,
    path,
  } as const
  expect(descriptionOf(view)).toBe('number  ·  1')
  expect(
    descriptionOf({ ...view, kind: 'stream', type: 'DataStream', preview: '5 records/s', size: '2 columns' }),
  ).toBe('5 records/s  ·  2 columns  ·  DataStream')
})
