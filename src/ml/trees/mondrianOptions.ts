import { checkNumber } from '../gradient/numberOption.ts'
import { checkSeed } from './adaptiveOptions.ts'

/** Options of aggregated Mondrian forests. */
export interface MondrianForestOptions {
  /** How many trees. Default 10. */
  readonly trees?: number | undefined
  /** How fast prunings lose weight by their losses. Default 1. */
  readonly step?: number | undefined
  /** A tree of so many nodes does not grow. Default 10,000. */
  readonly maxNodes?: number | undefined
  /** Default 0. */
  readonly seed?: number | undefined
}

export const MONDRIAN_OPTIONS = ['trees', 'step', 'maxNodes', 'seed'] as const

/** {@link MondrianForestOptions} with defaults filled in. */
export interface MondrianForestSettings {
  readonly trees: number
  readonly step: number
  readonly maxNodes: number
  readonly seed: number
}

/** @throws FlinknbError `INVALID_OPTION` */
export function readMondrian(call: string, options: MondrianForestOptions): MondrianForestSettings {
  const { trees = 10, step = 1, maxNodes = 10_000, seed = 0 } = options
  checkNumber(call, 'trees', trees, { from: 1, to: 10_000, whole: true })
  checkNumber(call, 'step', step, { above: 0 })
  checkNumber(call, 'maxNodes', maxNodes, { from: 1, whole: true })
  checkSeed(call, seed)
  return { trees, step, maxNodes, seed }
}
