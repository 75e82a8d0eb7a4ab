import { checkNumber } from '../gradient/numberOption.ts'

/** Options of every Hoeffding tree. */
export interface GrowthOptions {
  /** Weight a leaf takes in between two attempts to split it. Default 200. */
  readonly gracePeriod?: number | undefined
  /** Probability of choosing another split than all of the stream would. Default 1e-7. */
  readonly delta?: number | undefined
  /** Splits that differ by less than so much are taken for equally good. Default 0.05. */
  readonly tau?: number | undefined
  /** Leaves so deep are not split, and observe no more. Default 100. */
  readonly maxDepth?: number | undefined
  /** A tree of so many nodes does not grow. Default 10,000. */
  readonly maxNodes?: number | undefined
}

export const GROWTH_OPTIONS = ['gracePeriod', 'delta', 'tau', 'maxDepth', 'maxNodes'] as const

/** {@link GrowthOptions} with defaults filled in. */
export interface GrowthSettings {
  readonly gracePeriod: number
  readonly delta: number
  readonly tau: number
  readonly maxDepth: number
  readonly maxNodes: number
}

/** @throws FlinknbError `INVALID_OPTION` */
export function readGrowth(
  call: string,
  options: GrowthOptions,
  defaults: Partial<GrowthSettings> = {},
): GrowthSettings {
  const {
    gracePeriod = defaults.gracePeriod ?? 200,
    delta = defaults.delta ?? 1e-7,
    tau = defaults.tau ?? 0.05,
    maxDepth = 100,
    maxNodes = 10_000,
  } = options
  checkNumber(call, 'gracePeriod', gracePeriod, { above: 0 })
  checkNumber(call, 'delta', delta, { above: 0, below: 1 })
  checkNumber(call, 'tau', tau, { from: 0 })
  checkNumber(call, 'maxDepth', maxDepth, { from: 0, whole: true })
  checkNumber(call, 'maxNodes', maxNodes, { from: 1, whole: true })
  return { gracePeriod, delta, tau, maxDepth, maxNodes }
}
