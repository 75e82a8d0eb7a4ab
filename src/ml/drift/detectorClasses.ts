import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { ADWIN } from './adwin.ts'
import { DDM } from './ddm.ts'
import type { DetectorJSON, DriftDetector } from './driftDetector.ts'
import { EDDM } from './eddm.ts'
import { HDDM_A } from './hddmA.ts'
import { HDDM_W } from './hddmW.ts'
import { KSWIN } from './kswin.ts'
import { PageHinkley } from './pageHinkley.ts'

/** Every detector by its `type`: what saved ones are made from, and what the tests go through. */
export const DETECTOR_CLASSES: Readonly<Record<string, new (options: DetectorJSON['options']) => DriftDetector>> = {
  ADWIN,
  DDM,
  EDDM,
  HDDM_A,
  HDDM_W,
  KSWIN,
  PageHinkley,
}

/** A fresh detector of a saved one's class and options. @throws FlinknbError `MODEL` for a class this version does not know */
export function createDetector(json: Pick<DetectorJSON, 'type' | 'options'>): DriftDetector {
  const Class = Object.hasOwn(DETECTOR_CLASSES, json.type) ? DETECTOR_CLASSES[json.type] : undefined
  if (Class) return new Class(json.options)
  throw new FlinknbError('MODEL', `${show(json.type)} is no known drift detector.`, {
    fix: `Known: ${Object.keys(DETECTOR_CLASSES).join(', ')}.`,
  })
}
