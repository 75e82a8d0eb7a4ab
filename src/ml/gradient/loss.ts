import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, nearestName, show } from '../../base/options.ts'
import { checkNumber, type NumberRange } from './numberOption.ts'

/** What a gradient learner makes small: plain data, made by one of the functions of `ml.losses`. */
export interface Loss {
  /** `squared`, `huber`. */
  readonly type: string
  readonly [option: string]: unknown
}

/** How a loss is computed: expressions of generated code in the score `p` and the label `y` (−1 or 1 for classes). */
export interface LossCode {
  /** What slope and mean have in common, a statement in `p` that defines names for both. */
  readonly shared?: string
  /** Its derivative with respect to the score. */
  readonly slope: string
  /** The score as users see it, or the probability of the second class; `p` by default. */
  readonly mean?: string
  readonly forClasses?: boolean
  /** Whether the slope never falls with the score; implicit steps need that. */
  readonly convex?: boolean
  /** Labels below 0 make no sense. */
  readonly forCounts?: boolean
}

interface LossKind {
  readonly option?: readonly [name: string, fallback: number, range: NumberRange]
  code(option: number): LossCode
}

/** The sigmoid of the score. The exponential is of a number below 0, so that neither side loses digits to 1. */
const SIGMOID = {
  shared: 'const e = Math.exp(-Math.abs(p)), larger = 1 / (1 + e)',
  mean: 'p < 0 ? e * larger : larger',
} as const

const KINDS: Readonly<Record<string, LossKind>> = {
  squared: { code: () => ({ slope: '2 * (p - y)' }) },
  absolute: { code: () => ({ slope: 'p > y ? 1 : p < y ? -1 : 0' }) },
  huber: {
    option: ['epsilon', 1.35, { above: 0 }],
    code: epsilon => ({ slope: `p - y > ${epsilon} ? ${epsilon} : p - y < -${epsilon} ? -${epsilon} : p - y` }),
  },
  quantile: {
    option: ['alpha', 0.5, { above: 0, below: 1 }],
    code: alpha => ({ slope: `y < p ? ${1 - alpha} : ${-alpha}` }),
  },
  epsilonInsensitive: {
    option: ['epsilon', 0.1, { from: 0 }],
    code: epsilon => ({ slope: `p > y + ${epsilon} ? 1 : p < y - ${epsilon} ? -1 : 0` }),
  },
  cauchy: {
    option: ['scale', 80, { above: 0 }],
    code: scale => ({ slope: `(p - y) / (((p - y) / ${scale}) ** 2 + 1)`, convex: false }),
  },
  poisson: { code: () => ({ slope: 'Math.exp(p) - y', mean: 'Math.exp(p)', forCounts: true }) },
  // Beyond ±18 to 8 digits, without an exponential for what is right anyway: as River, scikit-learn and Bottou's svmsgd do.
  log: {
    code: () => ({
      ...SIGMOID,
      slope: 'y * p > 18 ? -y * e : y * p < -18 ? -y : y * p > 0 ? -y * e * larger : -y * larger',
      forClasses: true,
    }),
  },
  hinge: {
    option: ['threshold', 1, { from: 0 }],
    code: threshold => ({ slope: `y * p <= ${threshold} ? -y : 0`, mean: '1 / (1 + Math.exp(-p))', forClasses: true }),
  },
  modifiedHuber: {
    code: () => ({
      slope: 'y * p >= 1 ? 0 : y * p >= -1 ? -2 * y * (1 - y * p) : -4 * y',
      mean: '(Math.max(-1, Math.min(1, p)) + 1) / 2',
      forClasses: true,
    }),
  },
}

/**
 * A loss as users give it: a value of `ml.losses`, the same read from JSON, or a name for its defaults.
 *
 * @throws FlinknbError `INVALID_OPTION` naming what is no loss of the kind that is asked for
 */
export function readLoss(call: string, value: unknown, forClasses: boolean): Loss {
  const options = typeof value === 'string' ? { type: value } : value
  const type = options !== null && typeof options === 'object' && 'type' in options ? String(options.type) : ''
  const suiting = Object.keys(KINDS).filter(name => (lossCode({ type: name }).forClasses ?? false) === forClasses)
  if (!suiting.includes(type)) {
    const near = nearestName(type, suiting)
    throw new FlinknbError(
      'INVALID_OPTION',
      `${call}: loss: ${show(value)} is no loss for ${forClasses ? 'two classes' : 'numbers'}.`,
      {
        fix: near && near !== type ? `Did you mean '${near}'?` : `There are ${suiting.join(', ')}.`,
      },
    )
  }
  return createLoss(type, options as object)
}

/** @throws FlinknbError `INVALID_OPTION` */
export function createLoss(type: string, options: object): Loss {
  const option = KINDS[type]?.option
  const call = `ml.losses.${type}`
  checkOptionNames(call, options, option ? ['type', option[0]] : ['type'])
  if (!option) return Object.freeze({ type })
  const [name, fallback, range] = option
  const value = (options as Readonly<Record<string, unknown>>)[name] ?? fallback
  checkNumber(call, name, value, range)
  return Object.freeze({ type, [name]: value })
}

/** The code of a loss that {@link readLoss} gave. */
export function lossCode(loss: Loss): LossCode {
  const kind = KINDS[loss.type]
  if (!kind) throw new FlinknbError('INVALID_OPTION', `loss: '${loss.type}' is no loss.`)
  return kind.code(kind.option ? ((loss[kind.option[0]] as number | undefined) ?? kind.option[1]) : 0)
}
