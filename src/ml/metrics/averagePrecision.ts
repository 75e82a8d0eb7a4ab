import { checkOptionNames } from '../../base/options.ts'
import type { ClassificationMetricClass } from './classificationMetric.ts'
import { configuredClassificationMetric } from './configuredMetric.ts'
import type { ScoreGroup } from './rankedScores.ts'
import { type PositiveOptions, RankMetric } from './rankMetric.ts'

/**
 * Area under the precision–recall curve as a step function, `Σ (Rₙ − Rₙ₋₁) Pₙ` (average precision, as scikit-learn): what to look
 * at where positives are rare. Null before there is one.
 */
export class PRAUC extends RankMetric {
  static readonly metricName = 'PRAUC'
  readonly name = PRAUC.metricName

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: PositiveOptions = {}) {
    checkOptionNames('ml.PRAUC', options, ['positive'])
    super(options)
  }

  /** @example metrics: [ml.PRAUC.of({ positive: 'fraud' })] */
  static of(options: PositiveOptions): ClassificationMetricClass<'PRAUC'> {
    return configuredClassificationMetric('PRAUC', () => new PRAUC(options))
  }

  protected figure(groups: readonly ScoreGroup[]): number | null {
    const positives = groups.reduce((sum, [, positive]) => sum + positive, 0)
    if (positives === 0) return null
    let area = 0
    let hits = 0
    let all = 0
    for (const [, positive, negative] of groups) {
      hits += positive
      all += positive + negative
      area += (positive / positives) * (hits / all)
    }
    return area
  }
}
