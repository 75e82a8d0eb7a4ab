import { expect, test } from 'vitest'
import { progressText } from '../../src/notebook/progressText.ts'

test('says state, records and rate', () => {
  const progress = { boundedness: 'bounded', recordsIn: 12_345, recordsPerSecond: 980.4, watermark: null } as const
  expect(progressText({ ...progress, state: 'running' }, 'en')).toBe('$(pulse) running · 12,345 records · 980/s')
  expect(progressText({ ...progress, state: 'finished' }, 'en')).toBe('$(check) finished · 12,345 records')
  expect(progressText({ ...progress, state: 'starting', recordsIn: 1 }, 'en')).toBe(
    '$(loading~spin) starting · 1 record',
  )
})
