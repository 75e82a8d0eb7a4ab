import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { AnomalyDetector } from '../estimator/anomalyDetector.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import { checkFeatureNames } from '../estimator/featureNames.ts'
import { type FeatureOf, inputReading } from '../evaluation/bindModel.ts'
import type { RowCollector, RowFunction } from '../evaluation/rowFunction.ts'
import { NewestQuantile } from './newestQuantile.ts'

/** Options of {@link scoreAnomalies}. */
export interface ScoreAnomaliesOptions<In, M extends AnomalyDetector = AnomalyDetector> {
  readonly features: readonly FeatureOf<M, In>[]
  /**
   * From which score on a row is an anomaly: a score, or a quantile of the newest `window` scores (default 1,000; nothing is
   * an anomaly before a tenth of them are there). Default `{ quantile: 0.99 }`.
   */
  readonly threshold?: number | { readonly quantile: number; readonly window?: number | undefined } | undefined
  /** Whether anomalies are learned too. Default true; false keeps them from becoming usual, and a changed world too. */
  readonly learnAnomalies?: boolean | undefined
}

/** What {@link scoreAnomalies} adds to a row. */
export interface AnomalyScored {
  /** From 0, quite usual, to 1. */
  readonly score: number
  readonly anomaly: boolean
}

/**
 * Scores each row as the detector was before it, then learns it.
 *
 * @throws FlinknbError `INVALID_OPTION`; `MODEL`, while running, naming column and value of what is not a finite number
 * @example vitals.process(ml.scoreAnomalies(new ml.HalfSpaceTrees(), { features: ['heartRate', 'spo2'] }))
 */
export function scoreAnomalies<In extends object, M extends AnomalyDetector = AnomalyDetector>(
  model: M,
  options: ScoreAnomaliesOptions<In, M>,
): RowFunction<In, In & AnomalyScored> {
  checkOptionNames('ml.scoreAnomalies', options, ['features', 'threshold', 'learnAnomalies'])
  if (model === null || typeof model !== 'object' || model.kind !== 'anomalyDetector') {
    throw new FlinknbError('INVALID_OPTION', `ml.scoreAnomalies: model: ${show(model)} is no anomaly detector.`, {
      fix: 'Pass one, such as new ml.HalfSpaceTrees().',
    })
  }
  const { threshold = { quantile: 0.99 }, learnAnomalies = true } = options
  model.useFeatures(checkFeatureNames('ml.scoreAnomalies', options.features))
  return new AnomalyScorer<In>(model, limitOf(threshold), learnAnomalies)
}

function limitOf(threshold: unknown): number | NewestQuantile {
  if (typeof threshold === 'number' && threshold >= 0 && threshold <= 1) return threshold
  const { quantile, window = 1000 } = (threshold ?? {}) as { quantile?: unknown; window?: unknown }
  if (
    typeof quantile === 'number' &&
    quantile > 0 &&
    quantile < 1 &&
    Number.isInteger(window) &&
    (window as number) > 0
  ) {
    return new NewestQuantile(quantile, window as number)
  }
  throw new FlinknbError('INVALID_OPTION', `ml.scoreAnomalies: threshold: ${show(threshold)} cannot be used.`, {
    fix: 'Pass a score from 0 to 1, or { quantile: 0.99, window: 1000 }.',
  })
}

interface AnomalyScorerState {
  readonly model: EstimatorJSON
  readonly newest: readonly number[]
}

class AnomalyScorer<In extends object> implements RowFunction<In, In & AnomalyScored> {
  readonly name = 'anomalies'
  private readonly reading: ReturnType<typeof inputReading>

  constructor(
    private readonly model: AnomalyDetector,
    private readonly limit: number | NewestQuantile,
    private readonly learnAnomalies: boolean,
  ) {
    this.reading = inputReading(model)
  }

  processElement(value: In, _context: unknown, out: RowCollector<In & AnomalyScored>): void {
    this.reading.read(value)
    const score = this.model.scoreVector(this.reading.input)
    const limit = typeof this.limit === 'number' ? this.limit : this.limit.valueBefore(score)
    const anomaly = score > 0 && score >= limit
    if (!anomaly || this.learnAnomalies) this.model.learnVector(this.reading.input)
    out.collect({ ...value, score, anomaly })
  }

  snapshotState(): AnomalyScorerState {
    return { model: this.model.toJSON(), newest: typeof this.limit === 'number' ? [] : this.limit.toJSON() }
  }

  restoreState(state: unknown): void {
    const { model, newest } = state as AnomalyScorerState
    this.model.restore(model)
    if (typeof this.limit !== 'number') this.limit.restore(newest)
  }
}
