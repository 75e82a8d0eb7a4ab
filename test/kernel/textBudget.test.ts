import { expect, test } from 'vitest'
import { BURST_CHARACTERS, CHARACTERS_PER_SECOND, TextBudget } from '../../src/kernel/output/textBudget.ts'

test('a burst passes, what is beyond is counted, and time makes room again', () => {
  let now = 0
  const budget = new TextBudget(() => now)
  expect(budget.admit('x'.repeat(BURST_CHARACTERS)).length).toBe(BURST_CHARACTERS)
  expect(budget.admit('abc')).toBe('')
  expect(budget.leftOut).toBe(3)
  now += 400
  expect(budget.admit('abc')).toBe('')
  now += 200
  expect(budget.admit('abc')).toBe('abc')
  expect(budget.leftOut).toBe(6)
})

test('over any time no more passes than the burst and the rate allow, and nothing is unaccounted for', () => {
  let now = 0
  const budget = new TextBudget(() => now)
  let passed = 0
  let written = 0
  for (let i = 0; i < 20_000; i++) {
    now += 1
    const text = 'y'.repeat((i * 37) % 900)
    written += text.length
    passed += budget.admit(text).length
  }
  expect(passed).toBeLessThanOrEqual(BURST_CHARACTERS + 20 * CHARACTERS_PER_SECOND)
  expect(passed).toBeGreaterThan(BURST_CHARACTERS)
  expect(passed + budget.leftOut).toBe(written)
})
