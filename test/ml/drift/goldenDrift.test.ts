import { describe, expect, test } from 'vitest'
import { ADWIN } from '../../../src/ml/drift/adwin.ts'
import { DDM } from '../../../src/ml/drift/ddm.ts'
import type { DriftDetector } from '../../../src/ml/drift/driftDetector.ts'
import { EDDM } from '../../../src/ml/drift/eddm.ts'
import { HDDM_A } from '../../../src/ml/drift/hddmA.ts'
import { HDDM_W } from '../../../src/ml/drift/hddmW.ts'
import { PageHinkley } from '../../../src/ml/drift/pageHinkley.ts'
import { goldenJson, hasGolden } from '../golden.ts'
import { GOLDEN_STREAMS } from './goldenStreams.ts'

interface GoldenRun {
  /** The first twenty. */
  readonly detections: readonly number[]
  readonly n_detections: number
  readonly warnings: number
  readonly final_width?: number
  readonly estimation?: number
  readonly variance?: number
}

/** As River ran them: values as they are, also where the test wants bounded ones. */
const DETECTORS: Readonly<Record<string, () => DriftDetector>> = {
  'ADWIN(default)': () => new ADWIN({ bounds: 'none' }),
  'ADWIN(delta=.05)': () => new ADWIN({ delta: 0.05, bounds: 'none' }),
  'PageHinkley(default)': () => new PageHinkley(),
  'PageHinkley(min30,delta.005,thr10,alpha.9999)': () =>
    new PageHinkley({ minInstances: 30, delta: 0.005, threshold: 10, alpha: 0.9999 }),
  DDM: () => new DDM(),
  EDDM: () => new EDDM(),
  HDDM_A: () => new HDDM_A(),
  HDDM_W: () => new HDDM_W(),
}

const golden = hasGolden
  ? goldenJson<{ results: Readonly<Record<string, Readonly<Record<string, GoldenRun>>>> }>('river_drift.json').results
  : {}

describe.skipIf(!hasGolden)("River's alarms (needs ../shared/golden)", () => {
  const runs = Object.entries(golden).flatMap(([stream, byDetector]) =>
    Object.entries(byDetector).map(([detector, expected]) => ({ stream, detector, expected })),
  )

  test('every recorded run is run', () => expect(runs).toHaveLength(28))

  test.each(runs)('$detector on $stream', ({ stream, detector: name, expected }) => {
    const detector = (DETECTORS[name] as () => DriftDetector)()
    const values = (GOLDEN_STREAMS[stream] as () => number[])()
    const alarms: number[] = []
    let warnings = 0
    let warned = false
    values.forEach((value, i) => {
      const alarm = detector.update(value)
      if (alarm) alarms.push(i)
      // River's EDDM leaves a warning that stood before the alarm up beside it; here an alarm ends it.
      if (detector.warningDetected || (alarm && warned && detector instanceof EDDM)) warnings++
      warned = detector.warningDetected
    })
    expect(alarms.slice(0, 20)).toEqual(expected.detections)
    expect(alarms.length).toBe(expected.n_detections)
    expect(warnings).toBe(expected.warnings)
    if (!(detector instanceof ADWIN)) return
    expect(detector.width).toBe(expected.final_width)
    expect(detector.estimate).toBeCloseTo(expected.estimation as number, 12)
    expect(Math.abs(detector.squares / (expected.variance as number) - 1)).toBeLessThan(1e-9)
  })
})
