import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { ClassificationMetricClass } from './classificationMetric.ts'
import { configuredClassificationMetric } from './configuredMetric.ts'
import type { ScoreGroup } from './rankedScores.ts'
import { type PositiveOptions, RankMetric } from './rankMetric.ts'

/** Options of {@link ROCAUC}. */
export interface ROCAUCOptions extends PositiveOptions {
  /** The curve at so many evenly spaced thresholds only, joined by straight lines, as River does with 10. Default: at every score. */
  readonly thresholds?: number | undefined
}

/**
 * Area under the ROC curve: the probability that a positive record gets a higher probability than a negative one, ties counting
 * half. Null before there are both. River's figure, from ten thresholds, is up to 0.01 off; `thresholds: 10` gives it.
 */
export class ROCAUC extends RankMetric {
  static readonly metricName = 'ROCAUC'
  readonly name = ROCAUC.metricName
  readonly #thresholds: readonly number[] | undefined

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: ROCAUCOptions = {}) {
    checkOptionNames('ml.ROCAUC', options, ['positive', 'thresholds'])
    super(options)
    const { thresholds } = options
    if (thresholds === undefined) return
    if (!(Number.isInteger(thresholds) && thresholds >= 2)) {
      throw new FlinknbError('INVALID_OPTION', `ml.ROCAUC: thresholds: ${show(thresholds)} does not do.`, {
        fix: 'Pass a whole number of 2 or more.',
      })
    }
    // The outermost lie just beyond, so that the curve goes from corner to corner.
    const edge = (i: number) => (i === 0 ? -1e-7 : i === thresholds - 1 ? 1e-7 : 0)
    this.#thresholds = Array.from({ length: thresholds }, (_, i) => i / (thresholds - 1) + edge(i))
  }

  /** @example metrics: [ml.ROCAUC.of({ positive: 'fraud' })] */
  static of(options: ROCAUCOptions): ClassificationMetricClass<'ROCAUC'> {
    return configuredClassificationMetric('ROCAUC', () => new ROCAUC(options))
  }

  protected figure(groups: readonly ScoreGroup[]): number | null {
    const positives = groups.reduce((sum, [, positive]) => sum + positive, 0)
    const negatives = groups.reduce((sum, [, , negative]) => sum + negative, 0)
    if (positives === 0 || negatives === 0) return null
    let area = 0
    let above = 0
    for (const [, positive, negative] of this.#thresholds ? between(groups, this.#thresholds) : groups) {
      area += negative * (above + positive / 2)
      above += positive
    }
    return area / positives / negatives
  }
}

/** Scores between two thresholds count as one: `score > threshold` tells them apart. */
function between(groups: readonly ScoreGroup[], thresholds: readonly number[]): ScoreGroup[] {
  const merged: [number, number, number][] = []
  for (const threshold of [...thresholds].reverse()) merged.push([threshold, 0, 0])
  for (const [score, positive, negative] of groups) {
    const own = merged.find(([threshold]) => score > threshold) ?? merged.at(-1)
    if (!own) continue
    own[1] += positive
    own[2] += negative
  }
  return merged
}
