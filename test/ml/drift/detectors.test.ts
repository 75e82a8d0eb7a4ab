import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import { ADWIN } from '../../../src/ml/drift/adwin.ts'
import { DDM } from '../../../src/ml/drift/ddm.ts'
import { createDetector, DETECTOR_CLASSES } from '../../../src/ml/drift/detectorClasses.ts'
import type { DriftDetector } from '../../../src/ml/drift/driftDetector.ts'
import { EDDM } from '../../../src/ml/drift/eddm.ts'
import { HDDM_A } from '../../../src/ml/drift/hddmA.ts'
import { HDDM_W } from '../../../src/ml/drift/hddmW.ts'
import { kolmogorovSmirnovDistance, kolmogorovSmirnovPValue } from '../../../src/ml/drift/kolmogorovSmirnov.ts'
import { KSWIN } from '../../../src/ml/drift/kswin.ts'
import { PageHinkley } from '../../../src/ml/drift/pageHinkley.ts'
import { GOLDEN_STREAMS } from './goldenStreams.ts'

const BITS = GOLDEN_STREAMS['bern(.2->.6)@1000']?.() ?? []
const NUMBERS = GOLDEN_STREAMS['gauss12(0->1)@1000']?.() ?? []

const DETECTORS: readonly (() => DriftDetector)[] = [
  () => new ADWIN(),
  () => new ADWIN({ afterDrift: 'shrink', clock: 1 }),
  () => new ADWIN({ bounds: 'auto' }),
  () => new DDM(),
  () => new EDDM(),
  () => new HDDM_A({ twoSided: true }),
  () => new HDDM_W({ twoSided: true }),
  () => new HDDM_W({ bounds: 'auto' }),
  () => new KSWIN({ seed: 3 }),
  () => new PageHinkley({ threshold: 10 }),
]

test('every class is tested here', () => {
  expect(new Set(DETECTORS.map(make => make().type))).toEqual(new Set(Object.keys(DETECTOR_CLASSES)))
})

describe.each(DETECTORS.map(make => ({ name: `${make().type} ${JSON.stringify(make().options)}`, make })))('$name', ({
  make,
}) => {
  const run = (detector = make()): string[] =>
    BITS.map(x => `${detector.update(x)} ${detector.warningDetected} ${detector.estimate}`)

  test('goes on identically after every kind of interruption', () => {
    const straight = run()
    let detector = make()
    const interrupted = BITS.map((x, i) => {
      if (i % 37 === 0) {
        const saved = JSON.parse(JSON.stringify(detector.toJSON()))
        detector = createDetector(saved)
        detector.restore(saved)
      }
      return `${detector.update(x)} ${detector.warningDetected} ${detector.estimate}`
    })
    expect(interrupted).toEqual(straight)
    expect(straight.some(line => line.startsWith('true'))).toBe(true)
  })

  test('reset and clone start from nothing; options stay as they were given', () => {
    const straight = run()
    const used = make()
    run(used)
    expect(run(used.clone())).toEqual(straight)
    used.reset()
    expect(used.n).toBe(0)
    expect(used.driftDetected).toBe(false)
    expect(run(used)).toEqual(straight)
    expect(make().options).toEqual(used.options)
  })

  test('true is 1; what is no number is refused and changes nothing', () => {
    const flags = make()
    const straight = run()
    expect(BITS.map(x => `${flags.update(x === 1)} ${flags.warningDetected} ${flags.estimate}`)).toEqual(straight)
    const before = JSON.stringify(flags.toJSON())
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 'x' as never, null as never, undefined as never])
      expect(() => flags.update(bad)).toThrow(/value/)
    expect(JSON.stringify(flags.toJSON())).toBe(before)
  })

  test('refuses a state of another class or of other options', () => {
    const other = make().type === 'DDM' ? new EDDM() : new DDM()
    expect(() => make().restore(other.toJSON())).toThrow(/cannot restore/)
    expect(() => make().restore({ ...make().toJSON(), options: {} })).toThrow(/same class and options/)
  })
})

describe('bounded input', () => {
  test.each([new ADWIN(), new HDDM_A(), new HDDM_W(), new DDM()])('$type names the value and the fix', detector => {
    expect(() => detector.update(3.5)).toThrow(/3\.5 lies outside its bounds \[0, 1\].*bounds: \[low, high\]/)
    expect(detector.n).toBe(0)
  })

  test('named bounds are a change of units: the same alarms, estimates in the own units', () => {
    const plain = new ADWIN()
    const scaled = new ADWIN({ bounds: [100, 300] })
    for (const x of BITS) expect(scaled.update(100 + 200 * x)).toBe(plain.update(x))
    expect(scaled.estimate).toBeCloseTo(100 + 200 * (plain.estimate as number), 9)
  })

  test("'auto' finds one change in raw errors, soon, whatever their units", () => {
    for (const unit of [1e-6, 1, 1e6]) {
      const detector = new ADWIN({ bounds: 'auto' })
      const alarms = NUMBERS.flatMap((x, i) => (detector.update(unit * x) ? [i] : []))
      expect(alarms).toHaveLength(1)
      expect(alarms[0]).toBeGreaterThanOrEqual(1000)
      expect(alarms[0]).toBeLessThan(1100)
    }
  })

  test('EDDM takes 0 and 1 only', () => {
    expect(() => new EDDM().update(0.5)).toThrow(/0\.5 is neither 0 nor 1.*ml\.PageHinkley/)
  })
})

test('ADWIN that shrinks keeps the newer part, and ends up with the values since the change', () => {
  const detector = new ADWIN({ afterDrift: 'shrink', clock: 1 })
  for (const x of BITS) detector.update(x)
  expect(detector.width).toBeGreaterThan(900)
  expect(detector.width).toBeLessThan(1100)
  expect(detector.estimate).toBeGreaterThan(0.55)
})

test('DDM does not alarm at the first error after a perfect start, but soon after a real change', () => {
  const detector = new DDM()
  const alarms = Array.from({ length: 1100 }, (_, i) => (detector.update(i === 200 || i >= 1000) ? [i] : [])).flat()
  expect(alarms[0]).toBeGreaterThan(1000)
  expect(alarms[0]).toBeLessThan(1010)
})

describe('KSWIN', () => {
  const file = path.join(import.meta.dirname, '../fixtures/kolmogorovSmirnov.json')
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as {
    cases: readonly { readonly a: number[]; readonly b: number[]; readonly distance: number; readonly p: number }[]
  }

  test.each(cases)("scipy's exact test: distance $distance", ({ a, b, distance, p }) => {
    expect(kolmogorovSmirnovDistance(a, b)).toBeCloseTo(distance, 14)
    expect(Math.abs(kolmogorovSmirnovPValue(distance, a.length) / p - 1)).toBeLessThan(1e-9)
  })

  test('sees a change of spread that leaves the mean as it was', () => {
    const random = seededRandom(1)
    const values = Array.from({ length: 1000 }, (_, i) => (random() - 0.5) * (i < 500 ? 1 : 8))
    const detector = new KSWIN({ alpha: 1e-4 })
    const alarms = values.flatMap((x, i) => (detector.update(x) ? [i] : []))
    expect(alarms[0]).toBeGreaterThanOrEqual(500)
    expect(alarms[0]).toBeLessThan(560)
  })

  test('another seed draws others, the same seed the same', () => {
    const pValues = (seed: number) => {
      const detector = new KSWIN({ seed })
      return NUMBERS.slice(0, 300).map(x => {
        detector.update(x)
        return detector.pValue
      })
    }
    expect(pValues(1)).toEqual(pValues(1))
    expect(pValues(1)).not.toEqual(pValues(2))
  })
})

test('wrong options are refused with what would do', () => {
  expect(() => new ADWIN({ delta: 2 })).toThrow(/ADWIN: delta: 2 does not do\. Pass a number between 0 and 1/)
  expect(() => new ADWIN({ clok: 3 } as never)).toThrow(/unknown option 'clok'.*'clock'/)
  expect(() => new ADWIN({ bounds: [1, 0] })).toThrow(/bounds: \[1,0\] are no bounds/)
  expect(() => new ADWIN({ afterDrift: 'stop' as never })).toThrow(/"restart" or "shrink"/)
  expect(() => new PageHinkley({ minInstances: 0 })).toThrow(/whole number of 1 or more/)
  expect(() => new EDDM({ alpha: 0.5, beta: 0.9 })).toThrow(/alpha 0\.5 is below beta/)
  expect(() => new KSWIN({ statSize: 60 })).toThrow(/more than half of windowSize 100/)
  expect(() => createDetector({ type: 'Nope', options: {} })).toThrow(/no known drift detector/)
})
