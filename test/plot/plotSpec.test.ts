import { expect, test } from 'vitest'
import { FlinknbError } from '../../src/base/errors.ts'
import { PALETTE } from '../../src/plot/palette.ts'
import { checkPlotSpec, type PlotSpec } from '../../src/plot/plotSpec.ts'
import { isTime } from '../../src/plot/timeColumn.ts'
import { feed } from './helpPlot.ts'

const spec: PlotSpec = { kind: 'line', x: 'ts', y: ['v'] }

test.each([
  [{ x: '' }, /x: "" is not the name of a column/],
  [{ y: [] }, /y names no column/],
  [{ y: ['a', 3 as unknown as string] }, /y: 3 is not the name/],
  [{ last: 0 }, /last: 0 is not possible.*10,000/],
  [{ last: 1.5 }, /last: 1\.5/],
  [{ last: 1e6 }, /last: 1000000.*leave it out to see everything/],
  [{ last: '10 minutes' as '10min' }, /"10 minutes" is not a duration/],
  [{ last: '0s' as const }, /last: "0s"/],
  [{ opacity: 2 }, /opacity: 2 is not possible. Write a number from 0 to 1/],
  [{ bins: 1 }, /bins: 1/],
] as [Partial<PlotSpec>, RegExp][])('%o is refused', (extra, message) => {
  expect(() => checkPlotSpec('plot.line', { ...spec, ...extra })).toThrow(message)
  expect(() => checkPlotSpec('plot.line', { ...spec, ...extra })).toThrow(FlinknbError)
})

test('a column that does not exist is named with its nearest, when the first record arrives', () => {
  const rows = [{ windowEnd: 1, meanPrice: 2, key: 'a' }]
  const unknown = (wrong: PlotSpec): FlinknbError => {
    try {
      feed(wrong, [rows])
    } catch (error) {
      return error as FlinknbError
    }
    throw new Error('nothing was thrown')
  }
  const error = unknown({ kind: 'line', x: 'windowEnd', y: ['meanprise'] })
  expect(error.code).toBe('UNKNOWN_COLUMN')
  expect(error.message).toBe(
    "plot.line: y: there is no column 'meanprise'. Did you mean 'meanPrice'? The columns are: windowEnd, meanPrice, key.",
  )
  expect(unknown({ ...spec, x: 'windowEnd', y: ['meanPrice'], color: 'kez' }).message).toContain(
    "color: there is no column 'kez'",
  )
})

test('records without columns are refused', () => {
  expect(() => feed(spec, [[1, 2]])).toThrow(/the records have no columns; the first is 1.*stream\.map/s)
})

test('columns of time are recognised by name and value', () => {
  const now = 1_717_200_000_000
  for (const name of ['ts', 'event_time', 'windowEnd', 'windowStart', 'timestamp', 'createdAt', 'time', 'window_end'])
    expect([name, isTime(name, now)]).toEqual([name, true])
  for (const name of ['price', 'id', 'counts', 'trend', 'chart', 'heartbeats'])
    expect([name, isTime(name, now)]).toEqual([name, false])
  expect(isTime('ts', 12)).toBe(false)
  expect(isTime('ts', String(now))).toBe(false)
})

test('every colour can be seen on white, black and dark grey', () => {
  const luminance = (hex: string): number => {
    const channel = (at: number): number => {
      const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
    }
    return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
  }
  for (const color of PALETTE)
    for (const background of ['#ffffff', '#1e1e1e', '#000000']) {
      const [low = 0, high = 0] = [luminance(color), luminance(background)].sort((a, b) => a - b)
      expect((high + 0.05) / (low + 0.05)).toBeGreaterThanOrEqual(3)
    }
})
