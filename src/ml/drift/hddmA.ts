import { checkOptionNames } from '../../base/options.ts'
import { BaseDetector } from './baseDetector.ts'
import { checkChoice, checkShare } from './checkDetectorOption.ts'
import { BoundedInput, type InputBounds } from './inputBounds.ts'

/** Options of {@link HDDM_A}. */
export interface HDDM_AOptions {
  /** Probability of a false alarm. Default 0.001. */
  readonly driftConfidence?: number | undefined
  /** Probability of a false warning. Default 0.005. */
  readonly warningConfidence?: number | undefined
  /** Also alarm when the mean falls. Default false. */
  readonly twoSided?: boolean | undefined
  /** Where values lie. Default [0, 1]. */
  readonly bounds?: InputBounds | undefined
}

/** A mean and of how many values. */
type Mean = readonly [n: number, mean: number]
interface State {
  readonly all: Mean
  readonly low: Mean
  readonly high: Mean
}

/**
 * Drift detection by Hoeffding's inequality, averages test (Frías-Blanco and others, TKDE 27, 2015): alarms when the mean of
 * all values lies above the mean up to the best cut by more than chance. Alarms at the very records at which River's does.
 *
 * Memory: 6 numbers.
 */
export class HDDM_A extends BaseDetector {
  readonly type = 'HDDM_A'
  readonly options: Readonly<Required<{ [K in keyof HDDM_AOptions]: Exclude<HDDM_AOptions[K], undefined> }>>
  #all: Mean = [0, 0]
  /** The mean up to the cut where it was lowest (highest), bounds included. */
  #low: Mean = [0, 0]
  #high: Mean = [0, 0]

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: HDDM_AOptions = {}) {
    checkOptionNames('HDDM_A', options, ['driftConfidence', 'warningConfidence', 'twoSided', 'bounds'])
    const { bounds = [0, 1] } = options
    super(new BoundedInput('HDDM_A', bounds))
    this.options = {
      driftConfidence: checkShare('HDDM_A', 'driftConfidence', options.driftConfidence ?? 0.001),
      warningConfidence: checkShare('HDDM_A', 'warningConfidence', options.warningConfidence ?? 0.005),
      twoSided: checkChoice('HDDM_A', 'twoSided', options.twoSided ?? false, [true, false]),
      bounds: typeof bounds === 'string' ? bounds : [bounds[0], bounds[1]],
    }
  }

  clone(): HDDM_A {
    return new HDDM_A(this.options)
  }

  protected learn(x: number): void {
    const [n, mean] = this.#all
    this.#all = [n + 1, mean + (x - mean) / (n + 1)]
    const all = this.#all
    if (this.#low[0] === 0) this.#low = all
    if (this.#high[0] === 0) this.#high = all
    const bound = this.bound(all[0])
    if (this.#low[1] + this.bound(this.#low[0]) >= all[1] + bound) this.#low = all
    if (this.#high[1] - this.bound(this.#high[0]) <= all[1] - bound) this.#high = all
    const { driftConfidence, warningConfidence, twoSided } = this.options
    const drift = this.rose(driftConfidence) || (twoSided && this.fell(driftConfidence))
    this.say(drift, this.rose(warningConfidence) || (twoSided && this.fell(warningConfidence)))
  }

  protected level(): number | null {
    return this.#all[0] > 0 ? this.#all[1] : null
  }

  protected start(): void {
    this.#all = [0, 0]
    this.#low = [0, 0]
    this.#high = [0, 0]
  }

  protected save(): State {
    return { all: this.#all, low: this.#low, high: this.#high }
  }

  protected load(state: unknown): void {
    const { all, low, high } = state as State
    this.#all = all
    this.#low = low
    this.#high = high
  }

  /** Hoeffding's bound for a mean of n values. */
  private bound(n: number): number {
    return Math.sqrt((1 / (2 * n)) * Math.log(1 / this.options.driftConfidence))
  }

  private rose(confidence: number): boolean {
    return this.#low[0] !== this.#all[0] && this.#all[1] - this.#low[1] >= this.cutBound(this.#low[0], confidence)
  }

  private fell(confidence: number): boolean {
    return this.#high[0] !== this.#all[0] && this.#high[1] - this.#all[1] >= this.cutBound(this.#high[0], confidence)
  }

  private cutBound(cut: number, confidence: number): number {
    const [n] = this.#all
    const m = ((n - cut) / cut) * (1 / n)
    return Math.sqrt((m / 2) * Math.log(2 / confidence))
  }
}
