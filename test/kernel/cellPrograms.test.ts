import { expect, test } from 'vitest'
import { CellHarness } from './cellHarness.ts'
import { CELL_PROGRAMS } from './cellPrograms.ts'

test.each(CELL_PROGRAMS)('$name', async ({ cells, value, files }) => {
  expect(await new CellHarness(files).runAll(cells)).toEqual(value)
})
