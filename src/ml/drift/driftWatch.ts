import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { Classifier } from '../estimator/classifier.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import { specOf } from '../estimator/estimatorSpec.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import type { Regressor } from '../estimator/regressor.ts'
import { isTimedLearner } from '../linear/timedLearner.ts'
import { checkChoice, checkCount, checkNumber } from './checkDetectorOption.ts'
import { checkDetector } from './detectDrift.ts'
import type { DetectorJSON, DriftDetector } from './driftDetector.ts'
import { type Forgetful, forgetfulPart } from './forgetful.ts'

/** What a model does when its errors raise the alarm. */
export type DriftAction = 'reset' | 'forget' | 'swap' | 'none'

/** Options of `ml.onDrift`. */
export interface OnDriftOptions {
  /**
   * What happens at an alarm:
   * - `'reset'`: the model starts anew;
   * - `'forget'`: for the next `records` records what was learned fades by `factor` a record; for models with `forget(factor)`,
   *   such as `ml.LinearRegression`, also last in a pipeline;
   * - `'swap'`: a second model, learning since the last warning, takes its place, as in an adaptive random forest;
   * - `'none'`: the alarm is only recorded.
   *
   * Default `'reset'`.
   */
  readonly action?: DriftAction | undefined
  /** Gives the warnings for `'swap'` where the detector gives none: a detector that alarms earlier. */
  readonly warning?: DriftDetector | undefined
  /** For `'forget'`. Default 0.98. */
  readonly factor?: number | undefined
  /** For `'forget'`. Default 300. */
  readonly records?: number | undefined
  /** Errors of the first so many records of a fresh model are not watched: they are its own. Default 50. */
  readonly warmUp?: number | undefined
}

/** An alarm: at which record, counted from 1, and what was done. */
export interface DriftAlarm {
  readonly record: number
  readonly action: DriftAction
}

/** Plain data of {@link DriftWatch}. */
export interface DriftWatchState {
  readonly n: number
  readonly fresh: number
  readonly forgetting: number
  readonly alarmCount: number
  readonly alarms: readonly DriftAlarm[]
  readonly warned: boolean
  readonly timestampMs: number | null
  readonly level: readonly [watched: number, level: number, recent: number]
  readonly model: EstimatorJSON
  readonly detector: DetectorJSON
  readonly warning: DetectorJSON | null
  readonly background: EstimatorJSON | null
}

/** Weight of the newest error in the mean of the newest: that of about forty. */
const RECENT_SHARE = 0.05
/** So many of the newest alarms are kept. */
const KEPT_ALARMS = 1000

/** A model, the detector over its errors, and what to do: what the regressor and the classifier of `ml.onDrift` have in common. */
export class DriftWatch<M extends Regressor | Classifier> {
  readonly action: DriftAction
  readonly #warning: DriftDetector | undefined
  readonly #factor: number
  readonly #records: number
  readonly #warmUp: number
  readonly #forgetful: Forgetful | undefined
  n = 0
  alarmCount = 0
  alarms: DriftAlarm[] = []
  /** Learns beside the model since the last warning. */
  background: M | undefined
  #warned = false
  /** Records the model learned since it was fresh, up to `warmUp`. */
  #fresh = 0
  /** Records over which the model still fades. */
  #forgetting = 0
  /** What time it is, for models that forget by time. */
  #timestampMs: number | null = null
  /** Errors watched since the last alarm, their mean, and that of the newest. */
  #watched = 0
  #level = 0
  #recent = 0

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(
    readonly model: M,
    readonly detector: DriftDetector,
    options: OnDriftOptions,
  ) {
    const call = 'ml.onDrift'
    checkDetector(call, detector)
    checkOptionNames(call, options, ['action', 'warning', 'factor', 'records', 'warmUp'])
    this.action = checkChoice(call, 'action', options.action ?? 'reset', ['reset', 'forget', 'swap', 'none'])
    this.#factor = checkNumber(call, 'factor', options.factor ?? 0.98, 'a number from 0 to 1', v => v >= 0 && v <= 1)
    this.#records = checkCount(call, 'records', options.records ?? 300)
    this.#warmUp = checkCount(call, 'warmUp', options.warmUp ?? 50, 0)
    const { warning } = options
    if (warning !== undefined) checkDetector(call, warning, 'warning')
    if (this.action === 'swap' && !warning && !GIVES_WARNINGS.includes(detector.type)) {
      throw new FlinknbError('INVALID_OPTION', `${call}: action 'swap': ${detector.type} gives no warnings.`, {
        fix: `Pass a detector that alarms earlier, such as warning: new ml.ADWIN({ delta: 0.01 }).`,
      })
    }
    this.#warning = warning
    this.n = model.n
    this.#fresh = Math.min(model.n, this.#warmUp)
    this.#forgetful = this.action === 'forget' ? forgetfulPart(call, model) : undefined
  }

  /** How it is built, as plain data. */
  get options(): Readonly<Record<string, unknown>> {
    const detectorSpec = (detector: DriftDetector) => ({ type: detector.type, options: detector.options })
    return {
      model: specOf(this.model),
      detector: detectorSpec(this.detector),
      warning: this.#warning ? detectorSpec(this.#warning) : null,
      action: this.action,
      factor: this.#factor,
      records: this.#records,
      warmUp: this.#warmUp,
    }
  }

  /** As the user gave them: for a fresh one of the same kind. */
  get given(): OnDriftOptions {
    const { action } = this
    const warning = this.#warning?.clone()
    return { action, warning, factor: this.#factor, records: this.#records, warmUp: this.#warmUp }
  }

  /** Hears the error of a prediction, and acts before the record is learned. A record without weight is none. */
  observe(error: number | boolean, weight: number): void {
    if (weight === 0) return
    // While a model is fresh, or fades, its errors change by themselves.
    if (this.#fresh < this.#warmUp) this.#fresh++
    else if (this.#forgetting === 0) this.#check(Number(error))
    this.n++
    if (this.#forgetting > 0) {
      this.#forgetting--
      this.#forgetful?.forget(this.#factor)
    }
  }

  reset(features: readonly string[]): void {
    if (features.length > 0) this.model.reset(features)
    this.detector.reset()
    this.#warning?.reset()
    this.n = 0
    this.alarmCount = 0
    this.alarms = []
    this.background = undefined
    this.#warned = false
    this.#fresh = 0
    this.#forgetting = 0
    this.#timestampMs = null
    this.#startLevel()
  }

  /** It is now `timestampMs`. */
  advanceTo(timestampMs: number): void {
    this.#timestampMs = timestampMs
    this.#tellTime(this.model)
    if (this.background) this.#tellTime(this.background)
  }

  toJSON(): DriftWatchState {
    return {
      n: this.n,
      fresh: this.#fresh,
      forgetting: this.#forgetting,
      alarmCount: this.alarmCount,
      alarms: [...this.alarms],
      warned: this.#warned,
      timestampMs: this.#timestampMs,
      level: [this.#watched, this.#level, this.#recent],
      model: this.model.toJSON(),
      detector: this.detector.toJSON(),
      warning: this.#warning?.toJSON() ?? null,
      background: this.background?.toJSON() ?? null,
    }
  }

  /** @throws FlinknbError `MODEL` when the state does not fit */
  restore(state: DriftWatchState): void {
    if (state === null || typeof state !== 'object' || !('model' in state) || !('detector' in state)) {
      throw new FlinknbError('MODEL', `ml.onDrift: ${show(state)} is not the state of a watched model.`)
    }
    this.model.restore(state.model)
    this.detector.restore(state.detector)
    if (state.warning) this.#warning?.restore(state.warning)
    this.background = undefined
    if (state.background) {
      this.background = this.model.clone() as M
      this.background.restore(state.background)
    }
    this.n = state.n
    this.alarmCount = state.alarmCount
    this.alarms = [...state.alarms]
    this.#warned = state.warned
    this.#timestampMs = state.timestampMs
    ;[this.#watched, this.#level, this.#recent] = state.level
    this.#fresh = state.fresh
    this.#forgetting = state.forgetting
  }

  describe(): ModelDescription {
    const described = this.model.describe()
    const newest = this.alarms.slice(-20)
    return {
      ...described,
      title: `onDrift(${described.title})`,
      n: this.n,
      parameters: [
        { name: 'detector', value: this.detector.type },
        { name: 'action', value: this.action },
        { name: 'alarms', value: this.alarmCount },
        ...described.parameters,
      ],
      tables: [
        ...described.tables,
        { title: 'Alarms', columns: ['record', 'action'], rows: newest.map(({ record, action }) => [record, action]) },
      ],
      notes:
        newest.length < this.alarmCount
          ? [...described.notes, `The newest ${newest.length} of ${this.alarmCount} alarms.`]
          : described.notes,
    }
  }

  #check(error: number): void {
    this.#watched++
    this.#level += (error - this.#level) / this.#watched
    this.#recent += (error - this.#recent) * Math.max(RECENT_SHARE, 1 / this.#watched)
    const alarm = this.detector.update(error)
    // Errors that fall are no reason to act: the model has become better.
    const drift = alarm && this.#recent >= this.#level
    if (alarm) this.#startLevel()
    const early = this.#warning?.update(error) ?? this.detector.warningDetected
    if (this.action === 'swap') {
      // A warning that begins starts a model; one that stands goes on with it.
      if (early && !this.#warned) {
        this.background = freshLike(this.model)
        this.#tellTime(this.background)
      }
      this.#warned = early
    }
    if (drift) this.#act()
  }

  #tellTime(model: M): void {
    if (this.#timestampMs !== null && isTimedLearner(model)) model.advanceTo(this.#timestampMs)
  }

  #startLevel(): void {
    this.#watched = 0
    this.#level = 0
    this.#recent = 0
  }

  #act(): void {
    this.alarmCount++
    this.alarms.push({ record: this.n + 1, action: this.action })
    if (this.alarms.length > KEPT_ALARMS) this.alarms.shift()
    if (this.action === 'forget') this.#forgetting = this.#records
    if (this.action !== 'reset' && this.action !== 'swap') return
    const { background } = this
    this.#fresh = background && background.n > this.#warmUp ? this.#warmUp : (background?.n ?? 0)
    // Into the very object, which the user may hold.
    if (background && background.n > 0) this.model.restore(background.toJSON())
    else resetKeepingClasses(this.model)
    this.#tellTime(this.model)
    this.background = undefined
    this.#warned = false
    this.#warning?.reset()
  }
}

/** Detectors that know warnings of their own. */
const GIVES_WARNINGS: readonly string[] = ['DDM', 'EDDM', 'HDDM_A', 'HDDM_W']

function freshLike<M extends Regressor | Classifier>(model: M): M {
  const fresh = model.clone() as M
  fresh.useFeatures(model.features)
  if (fresh.kind === 'classifier' && model.kind === 'classifier')
    for (const label of model.classes) fresh.classIndex(label)
  return fresh
}

/** Starts anew; a classifier's classes keep their places, which the record that is about to be learned names. */
function resetKeepingClasses(model: Regressor | Classifier): void {
  const classes = model.kind === 'classifier' ? [...model.classes] : []
  model.reset()
  if (model.kind === 'classifier') for (const label of classes) model.classIndex(label)
}
