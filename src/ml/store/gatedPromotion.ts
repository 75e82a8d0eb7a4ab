import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { isUsable, unusableValue } from '../estimator/number.ts'
import type { Regressor } from '../estimator/regressor.ts'
import type { FeatureOf } from '../evaluation/bindModel.ts'
import type { RowCollector, RowFunction } from '../evaluation/rowFunction.ts'
import type { FeatureName, Scored } from '../evaluation/scored.ts'
import { fromJSON } from '../fromJson.ts'
import { MAE } from '../metrics/mae.ts'
import type { MetricClass } from '../metrics/metric.ts'
import { checkModelName } from './modelReference.ts'
import { Shadow, type ShadowState } from './shadow.ts'

/** What a promotion needs of a store of models: `ml.modelStore` is one. */
export interface VersionStore {
  save(
    name: string,
    model: Regressor,
    options: {
      readonly parent?: number
      readonly metrics: Readonly<Record<string, number | null>>
      readonly note: string
    },
  ): { readonly version: number }
  load(name: string, options: { readonly version: number }): Regressor
  aliases(name: string): Readonly<Record<string, number>>
  alias(name: string, alias: string, version: number): void
}

/** Options of {@link gatedPromotion}. */
export interface GatedPromotionOptions<In, L extends FeatureName<In>, M extends Regressor = Regressor> {
  readonly features: readonly FeatureOf<M, In>[]
  /** Where it is null or undefined, the row is predicted and nothing is learned or compared. */
  readonly label: L
  readonly store: VersionStore
  /** The model's name in the store. */
  readonly name: string
  /** The alias that says who predicts. Default `champion`. */
  readonly alias?: string | undefined
  /** Default `ml.MAE`. */
  readonly metric?: MetricClass | undefined
  /** How many of the newest rows both are compared on. Default 500. */
  readonly window?: number | undefined
  /** How much better the challenger has to be, as a share of the champion's figure. Default 0.05. */
  readonly margin?: number | undefined
}

/** What {@link gatedPromotion} adds to a row, besides what predicting adds: `prediction` is the champion's. */
export interface Promotion {
  readonly challengerPrediction: number
  /** What happened after this row: the challenger took over, or its takeover was taken back. */
  readonly promotion: 'promoted' | 'rolledBack' | null
}

/**
 * Lets a champion, a version of the store, predict while a challenger learns in its shadow. When the challenger was better by
 * the margin on a whole window, a copy of it is saved as a new version, the alias moves there, and it predicts from the next
 * row on, while the challenger goes on learning. For one more window the old champion is scored beside the new one; if it
 * would have been better by the margin, the alias moves back. The first window makes the first version, where the alias
 * points to none yet; until then the challenger itself predicts (`modelVersion` 0).
 *
 * @throws FlinknbError `INVALID_OPTION`; `MODEL` when the store's model has other features, or, while running, naming column
 *   and value of what is not a finite number
 * @example
 * stream.process(ml.gatedPromotion(challenger, { features, label: 'price', store, name: 'price', window: 500, margin: 0.05 }))
 */
export function gatedPromotion<
  In extends object,
  M extends Regressor,
  const L extends FeatureName<In> = FeatureName<In>,
>(challenger: M, options: GatedPromotionOptions<In, L, M>): RowFunction<In, Scored<In, L> & Promotion> {
  const call = 'ml.gatedPromotion'
  const known = ['features', 'label', 'store', 'name', 'alias', 'metric', 'window', 'margin']
  checkOptionNames(call, options, known)
  const { features, label, store, name, alias = 'champion', metric = MAE, window = 500, margin = 0.05 } = options
  checkModelName(call, 'name', name)
  checkModelName(call, 'alias', alias)
  if (typeof label !== 'string' || (features as readonly string[]).includes(label)) {
    throw new FlinknbError('INVALID_OPTION', `${call}: label: ${show(label)} cannot be used.`, {
      fix: 'Name a column that is not among the features.',
    })
  }
  if (store === null || typeof store !== 'object' || typeof store.aliases !== 'function') {
    throw new FlinknbError('INVALID_OPTION', `${call}: store: ${show(store)} is no store.`, {
      fix: `Pass ml.modelStore('models').`,
    })
  }
  if (!Number.isInteger(window) || window < 1) {
    throw new FlinknbError('INVALID_OPTION', `${call}: window: ${show(window)} is no number of rows.`, {
      fix: 'Pass a whole number of 1 or more.',
    })
  }
  if (typeof margin !== 'number' || !(margin >= 0 && margin < 1)) {
    throw new FlinknbError('INVALID_OPTION', `${call}: margin: ${show(margin)} is no share.`, {
      fix: 'Pass a number from 0 to below 1, such as 0.05.',
    })
  }
  const champion = store.aliases(name)[alias]
  return new GatedPromotion<In, Scored<In, L> & Promotion>({
    label,
    store,
    name,
    alias,
    margin,
    metric,
    window,
    features,
    challenger: new Shadow(challenger, 0, features, metric, window),
    champion:
      champion === undefined
        ? undefined
        : new Shadow(store.load(name, { version: champion }), champion, features, metric, window),
  })
}

interface Setting {
  readonly label: string
  readonly store: VersionStore
  readonly name: string
  readonly alias: string
  readonly margin: number
  readonly metric: MetricClass
  readonly window: number
  readonly features: readonly string[]
  readonly challenger: Shadow
  readonly champion: Shadow | undefined
}

interface GatedPromotionState {
  readonly challenger: ShadowState
  readonly champion: ShadowState | null
  readonly former: ShadowState | null
  readonly compared: number
}

class GatedPromotion<In extends object, Out> implements RowFunction<In, Out> {
  readonly name = 'gated promotion'
  private challenger: Shadow
  private champion: Shadow | undefined
  /** Who was champion before, for one window after a promotion. */
  private former: Shadow | undefined
  private compared = 0
  private readonly better: 'lower' | 'higher'
  private readonly every: number

  constructor(private readonly setting: Setting) {
    this.challenger = setting.challenger
    this.champion = setting.champion
    this.better = new setting.metric().better
    this.every = Math.max(1, Math.round(setting.window / 10))
  }

  processElement(value: In, _context: unknown, out: RowCollector<Out>): void {
    const row = value as Readonly<Record<string, unknown>>
    const label = row[this.setting.label]
    const challengerPrediction = this.challenger.predict(row)
    const prediction = this.champion?.predict(row) ?? challengerPrediction
    const modelVersion = this.champion?.version ?? 0
    if (label === null || label === undefined) {
      out.collect({ ...value, prediction, residual: null, modelVersion, challengerPrediction, promotion: null } as Out)
      return
    }
    if (!isUsable(label)) throw unusableValue(`label '${this.setting.label}'`, label)
    this.former?.score(label, this.former.predict(row))
    this.champion?.score(label, prediction)
    this.challenger.score(label, challengerPrediction)
    this.challenger.bound.learn(label, 1)
    const promotion = ++this.compared % this.every === 0 ? this.compare() : null
    out.collect({
      ...value,
      prediction,
      residual: label - prediction,
      modelVersion,
      challengerPrediction,
      promotion,
    } as Out)
  }

  snapshotState(): GatedPromotionState {
    return {
      challenger: this.challenger.toJSON(),
      champion: this.champion?.toJSON() ?? null,
      former: this.former?.toJSON() ?? null,
      compared: this.compared,
    }
  }

  restoreState(state: unknown): void {
    const { challenger, champion, former, compared } = state as GatedPromotionState
    const { features, metric, window } = this.setting
    const restored = (saved: ShadowState | null) =>
      saved === null ? undefined : Shadow.restored(saved, features, metric, window)
    this.challenger = Shadow.restored(challenger, features, metric, window, this.challenger.model)
    this.champion = restored(champion)
    this.former = restored(former)
    this.compared = compared
  }

  private compare(): Promotion['promotion'] {
    const challenger = this.challenger.figure
    const champion = this.champion?.figure ?? null
    if (challenger === null || (this.champion && champion === null)) return null
    const former = this.former?.figure ?? null
    if (this.former && former !== null) {
      const takenBack = this.isBetter(former, champion as number)
      if (takenBack) return this.rollBack(this.former)
      this.former = undefined
    }
    if (champion !== null && !this.isBetter(challenger, champion)) return null
    return this.promote(challenger, champion)
  }

  /** Whether `figure` beats `other` by the margin. */
  private isBetter(figure: number, other: number): boolean {
    const gain = this.better === 'lower' ? other - figure : figure - other
    return gain > 0 && gain >= this.setting.margin * Math.abs(other)
  }

  private promote(figure: number, beaten: number | null): 'promoted' {
    const { store, name, alias, features, metric, window } = this.setting
    const { metricName } = metric
    const { version } = store.save(name, this.challenger.model, {
      ...(this.champion ? { parent: this.champion.version } : {}),
      metrics: { [metricName]: figure },
      note:
        beaten === null
          ? `the first, after ${window} records`
          : `${metricName} ${figure.toPrecision(4)} against ${beaten.toPrecision(4)} on ${window} records`,
    })
    store.alias(name, alias, version)
    const frozen = fromJSON(this.challenger.model.toJSON()) as Regressor
    this.former = this.champion?.anew()
    this.champion = new Shadow(frozen, version, features, metric, window)
    this.challenger = this.challenger.anew()
    return 'promoted'
  }

  private rollBack(former: Shadow): 'rolledBack' {
    const { store, name, alias } = this.setting
    store.alias(name, alias, former.version)
    this.champion = former.anew()
    this.former = undefined
    this.challenger = this.challenger.anew()
    return 'rolledBack'
  }
}
