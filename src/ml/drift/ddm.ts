import { checkOptionNames } from '../../base/options.ts'
import { BaseDetector } from './baseDetector.ts'
import { checkCount, checkNumber } from './checkDetectorOption.ts'
import { BoundedInput } from './inputBounds.ts'

/** Options of {@link DDM}. */
export interface DDMOptions {
  /** No alarm before so many values. Default 30. */
  readonly warmStart?: number | undefined
  /** Deviations above the best error rate that are a warning. Default 2. */
  readonly warningThreshold?: number | undefined
  /** Deviations above the best error rate that are an alarm. Default 3. */
  readonly driftThreshold?: number | undefined
}

interface State {
  readonly rate: number
  readonly best: readonly [rate: number, deviation: number] | null
}

/**
 * Drift detection method (Gama, Medas, Castillo and Rodrigues, SBIA 2004): a learner's error rate falls while nothing changes;
 * it alarms when rate and deviation exceed their best by three deviations. Values are 1 (or true) for an error and 0 for none.
 *
 * River's and MOA's alarm at the first error ever when there was none among the first `warmStart` records, as the best rate
 * and its deviation are then both 0; here the best is first taken when an error has been seen. Otherwise alarms are at the
 * very records at which River's are.
 *
 * Memory: 4 numbers.
 */
export class DDM extends BaseDetector {
  readonly type = 'DDM'
  readonly options: Readonly<Required<{ [K in keyof DDMOptions]: Exclude<DDMOptions[K], undefined> }>>
  #rate = 0
  #best: readonly [rate: number, deviation: number] | null = null

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: DDMOptions = {}) {
    super(new BoundedInput('DDM', [0, 1]))
    checkOptionNames('DDM', options, ['warmStart', 'warningThreshold', 'driftThreshold'])
    const positive = (name: 'warningThreshold' | 'driftThreshold', fallback: number) =>
      checkNumber('DDM', name, options[name] ?? fallback, 'a number above 0', v => v > 0)
    this.options = {
      warmStart: checkCount('DDM', 'warmStart', options.warmStart ?? 30),
      warningThreshold: positive('warningThreshold', 2),
      driftThreshold: positive('driftThreshold', 3),
    }
  }

  clone(): DDM {
    return new DDM(this.options)
  }

  protected learn(x: number): void {
    this.#rate += (x - this.#rate) / this.n
    // Rounding may take the mean of ones past 1.
    const deviation = Math.sqrt((Math.max(0, this.#rate) * Math.max(0, 1 - this.#rate)) / this.n)
    if (this.n <= this.options.warmStart || this.#rate <= 0) return
    const sum = this.#rate + deviation
    if (this.#best === null || sum <= this.#best[0] + this.#best[1]) this.#best = [this.#rate, deviation]
    const [rate, best] = this.#best
    const { warningThreshold, driftThreshold } = this.options
    this.say(sum > rate + driftThreshold * best, sum > rate + warningThreshold * best)
  }

  protected level(): number | null {
    return this.n > 0 ? this.#rate : null
  }

  protected start(): void {
    this.#rate = 0
    this.#best = null
  }

  protected save(): State {
    return { rate: this.#rate, best: this.#best }
  }

  protected load(state: unknown): void {
    const { rate, best } = state as State
    this.#rate = rate
    this.#best = best
  }
}
