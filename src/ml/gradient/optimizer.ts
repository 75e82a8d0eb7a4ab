import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, nearestName, show } from '../../base/options.ts'
import { checkNumber, type NumberRange } from './numberOption.ts'
import { type LearningRate, readLearningRate } from './schedule.ts'
import type { UpdateRule } from './updateRule.ts'

/** How a gradient moves weights: plain data, made by one of the functions of `ml.optim`. */
export interface Optimizer {
  /** `SGD`, `Adam`. */
  readonly type: string
  readonly [option: string]: unknown
}

/** Makes an optimizer of one type from options that a user gave. */
export interface OptimizerFactory<Options extends object> {
  /** @throws FlinknbError `INVALID_OPTION` naming option and value */
  (options?: Options): Optimizer
  readonly type: string
  /** The rule of an optimizer that this factory made. */
  readonly rule: (optimizer: Optimizer) => UpdateRule
}

/** An option of an optimizer that every record of `ml.optim` documents by the same words. */
const RANGES: Readonly<Record<string, NumberRange>> = {
  beta1: { from: 0, below: 1 },
  beta2: { from: 0, below: 1 },
  rho: { from: 0, below: 1 },
  momentum: { from: 0, below: 1 },
  epsilon: { above: 0 },
  alpha: { above: 0 },
  finalRate: { above: 0 },
  gamma: { above: 0 },
}

/** The options an optimizer was made with, all of them there. */
export type Filled<Options extends object> = { readonly [K in keyof Options]-?: Exclude<Options[K], undefined> }

/**
 * A factory for optimizers of one type: fills defaults in, checks values, freezes.
 *
 * @param defaults every option with its default; `learningRate` may be given as a schedule too
 */
export function defineOptimizer<Options extends object>(
  type: string,
  defaults: Filled<Options>,
  rule: (options: Filled<Options>) => UpdateRule,
): OptimizerFactory<Options> {
  const create = (options: Options | undefined = {} as Options): Optimizer => {
    const call = `ml.optim.${type}`
    checkOptionNames(call, options, ['type', ...Object.keys(defaults)])
    const filled: Record<string, unknown> = { type }
    for (const [name, fallback] of Object.entries(defaults)) {
      filled[name] = read(call, name, (options as Readonly<Record<string, unknown>>)[name] ?? fallback, fallback)
    }
    return Object.freeze(filled) as Optimizer
  }
  return Object.assign(create, { type, rule: (optimizer: Optimizer) => rule(optimizer as unknown as Filled<Options>) })
}

function read(call: string, name: string, value: unknown, fallback: unknown): unknown {
  if (name === 'learningRate') return readLearningRate(call, name, value) satisfies LearningRate
  if (typeof fallback === 'number') {
    checkNumber(call, name, value, RANGES[name] ?? { from: 0 })
    return value
  }
  if (typeof value === typeof fallback) return value
  throw new FlinknbError('INVALID_OPTION', `${call}: ${name}: ${show(value)} is not ${describeType(fallback)}.`)
}

function describeType(fallback: unknown): string {
  return typeof fallback === 'boolean' ? 'true or false' : `a ${typeof fallback}`
}

/** @throws FlinknbError `INVALID_OPTION` naming what is no optimizer, and those there are */
export function unknownOptimizer(call: string, value: unknown, known: readonly string[]): FlinknbError {
  const name = typeof value === 'string' ? value : ((value as { type?: unknown } | null)?.type ?? '')
  const near = typeof name === 'string' ? nearestName(name, known) : undefined
  return new FlinknbError('INVALID_OPTION', `${call}: optimizer: ${show(value)} is no optimizer.`, {
    fix: near ? `Did you mean ml.optim.${near}()?` : `Pass one of ml.optim: ${known.join(', ')}.`,
  })
}
