import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { Regressor } from '../estimator/regressor.ts'
import { type BoundRegressor, bindModel } from '../evaluation/bindModel.ts'
import { fromJSON } from '../fromJson.ts'
import type { MetricClass } from '../metrics/metric.ts'
import { WindowedMetrics, type WindowedMetricsState } from '../metrics/windowedMetrics.ts'

/** Plain data of a {@link Shadow}. */
export interface ShadowState {
  readonly model: EstimatorJSON
  readonly version: number
  readonly scores: WindowedMetricsState
  readonly scored: number
}

/** A model that is asked about every row, and how well it did on the newest ones. */
export class Shadow {
  readonly bound: BoundRegressor
  private readonly scores: WindowedMetrics
  private scored = 0

  /** @param version 0 for a model that is no version of a store */
  constructor(
    readonly model: Regressor,
    readonly version: number,
    private readonly features: readonly string[],
    private readonly metric: MetricClass,
    private readonly window: number,
  ) {
    this.bound = bindModel('ml.gatedPromotion', model, features)
    this.scores = new WindowedMetrics(window, [metric])
  }

  /** Says what it thinks of a row. */
  predict(row: object): number {
    this.bound.read(row)
    return this.bound.predict()
  }

  /** Hears what a row's label was, and what it had said. */
  score(label: number, prediction: number): void {
    this.scores.add(label, prediction)
    this.scored++
  }

  /** The metric over the newest rows; null until a whole window was scored. */
  get figure(): number | null {
    return this.scored < this.window ? null : (this.scores.values()[0] ?? null)
  }

  /** The same model with nothing scored yet: for a new contest. */
  anew(): Shadow {
    return new Shadow(this.model, this.version, this.features, this.metric, this.window)
  }

  toJSON(): ShadowState {
    return { model: this.model.toJSON(), version: this.version, scores: this.scores.toJSON(), scored: this.scored }
  }

  /** What was saved, with a model of its own or in `into`, which then is the very object it was. */
  static restored(
    { model, version, scores, scored }: ShadowState,
    features: readonly string[],
    metric: MetricClass,
    window: number,
    into?: Regressor,
  ): Shadow {
    into?.restore(model)
    const shadow = new Shadow(into ?? (fromJSON(model) as Regressor), version, features, metric, window)
    shadow.scores.restore(scores)
    shadow.scored = scored
    return shadow
  }
}
