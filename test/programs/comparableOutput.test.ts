import { expect, test } from 'vitest'
import { parseNotebook } from '../../src/nbformat/parseNotebook.ts'
import { compareNotebooks } from '../../src/programs/compareNotebooks.ts'
import { PLOTLY_MIME } from '../../src/protocol/live.ts'

/** A notebook of one cell that shows a plot of these numbers. */
function plotted(y: readonly number[]) {
  const cell = {
    cell_type: 'code',
    id: 'c1',
    metadata: {},
    source: ['plot'],
    execution_count: null,
    outputs: [
      {
        output_type: 'display_data',
        metadata: {},
        data: { [PLOTLY_MIME]: { data: [{ type: 'scatter', y }], layout: {} } },
      },
    ],
  }
  return parseNotebook(JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }))
}

test('fractions that differ behind the twelfth digit are the same; other numbers are compared as they are', () => {
  const differ = (a: number, b: number) => compareNotebooks(plotted([a]), plotted([b])).length > 0
  expect(differ(15.504830210004375, 15.504830210004373)).toBe(false)
  expect(differ(15.504830210004375, 15.50483022)).toBe(true)
  expect(differ(1_708_299_000_000, 1_708_299_000_001)).toBe(true)
})
