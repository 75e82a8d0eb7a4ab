import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { checkBooleans } from './checkChoice.ts'
import { PastFeatures, type PastOutput } from './pastFeatures.ts'

/** Options of {@link LagFeatures}. */
export interface LagFeaturesOptions {
  /** How many records back each feature is looked at: `[1, 2]`. Default none. */
  readonly lags?: readonly number[] | undefined
  /** How many records back the label is looked at. Default none. */
  readonly labelLags?: readonly number[] | undefined
  /** Whether the features of the present record stay. Default true. */
  readonly keep?: boolean | undefined
  /** What stands where there was no such record yet. Default 0. */
  readonly fill?: number | undefined
}

/**
 * What features and label were some records ago: `price_lag1`, `label_lag24`. Records are counted as they are learned; a
 * record never sees its own label. Memory: the largest lag, for each feature.
 *
 * @example
 * const lags = new ml.LagFeatures({ lags: [1], labelLags: [1] })
 * lags.learnOne({ x: 1 }, 10)
 * lags.transformOne({ x: 2 }) // { x: 2, x_lag1: 1, label_lag1: 10 }
 */
export class LagFeatures extends PastFeatures {
  readonly type = 'LagFeatures'
  readonly options: {
    readonly lags: readonly number[]
    readonly labelLags: readonly number[]
    readonly keep: boolean
    readonly fill: number
  }

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: LagFeaturesOptions = {}) {
    super()
    checkOptionNames('LagFeatures', options, ['lags', 'labelLags', 'keep', 'fill'])
    const { lags = [], labelLags = [], keep = true, fill = 0 } = options
    checkLags('lags', lags)
    checkLags('labelLags', labelLags)
    checkBooleans('LagFeatures', { keep })
    checkNumber('LagFeatures', 'fill', fill, {})
    if (lags.length + labelLags.length === 0) {
      throw new FlinknbError('INVALID_OPTION', 'LagFeatures: neither lags nor labelLags.', {
        fix: 'Name at least one, such as { lags: [1] } or { labelLags: [1] }.',
      })
    }
    this.options = { lags: [...lags], labelLags: [...labelLags], keep, fill }
    this.reset()
  }

  clone(): LagFeatures {
    return new LagFeatures(this.options)
  }

  protected get depth(): number {
    return Math.max(1, ...(this.options?.lags ?? []), ...(this.options?.labelLags ?? []))
  }

  protected get readsLabel(): boolean {
    return this.options.labelLags.length > 0
  }

  protected outputsOf(names: readonly string[], from: number, label: () => number): readonly PastOutput[] {
    const { lags, labelLags, keep, fill } = this.options
    const kept = keep ? names.map((name, i) => ({ name, value: (x: Float64Array) => x[from + i] as number })) : []
    const lagged = names.flatMap((name, i) =>
      lags.map(
        (lag): PastOutput => ({
          name: `${name}_lag${lag}`,
          value: (_x, history) => history.at(from + i, lag) ?? fill,
        }),
      ),
    )
    const labels = labelLags.map(
      (lag): PastOutput => ({
        name: `label_lag${lag}`,
        value: (_x, history) => history.at(label(), lag) ?? fill,
      }),
    )
    return [...kept, ...lagged, ...(from === 0 ? labels : [])]
  }
}

function checkLags(name: string, lags: unknown): void {
  const fits =
    Array.isArray(lags) &&
    lags.every(lag => Number.isInteger(lag) && lag >= 1 && lag <= 1e6) &&
    new Set(lags).size === lags.length
  if (fits) return
  throw new FlinknbError('INVALID_OPTION', `LagFeatures: ${name}: ${show(lags)} are no lags.`, {
    fix: 'Pass different whole numbers of 1 or more, such as [1, 2, 24].',
  })
}
