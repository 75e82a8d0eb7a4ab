import { checkOptionNames } from '../../base/options.ts'
import { BaseDetector } from './baseDetector.ts'
import { checkChoice, checkCount, checkNumber } from './checkDetectorOption.ts'

/** Options of {@link PageHinkley}. */
export interface PageHinkleyOptions {
  /** No alarm before so many values. Default 30. */
  readonly minInstances?: number | undefined
  /** Changes of the mean smaller than this are let pass, in the values' own units. Default 0.005. */
  readonly delta?: number | undefined
  /** λ: the sum of excesses that raises the alarm, in the values' own units. Default 50. */
  readonly threshold?: number | undefined
  /** The sums are multiplied by this at each value; 1 for Page's own test. Default 0.9999. */
  readonly alpha?: number | undefined
  /** Which change of the mean matters. Default `'both'`. */
  readonly mode?: 'up' | 'down' | 'both' | undefined
}

interface State {
  readonly mean: number
  readonly increase: number
  readonly decrease: number
  readonly minIncrease: number | null
  readonly maxDecrease: number | null
}

/**
 * The test of Page and Hinkley (Page, Biometrika 41, 1954): sums how far values lie above (below) their running mean and alarms
 * when the sum is more than `threshold` above its smallest (below its largest) value. Takes any numbers; what `delta` and
 * `threshold` mean depends on their units: with unit variance the default threshold still gives an alarm about every 2,000
 * stationary values. Alarms at the very records at which River's does.
 *
 * Memory: 6 numbers.
 */
export class PageHinkley extends BaseDetector {
  readonly type = 'PageHinkley'
  readonly options: Readonly<Required<{ [K in keyof PageHinkleyOptions]: Exclude<PageHinkleyOptions[K], undefined> }>>
  #mean = 0
  #increase = 0
  #decrease = 0
  #minIncrease = Number.POSITIVE_INFINITY
  #maxDecrease = Number.NEGATIVE_INFINITY

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: PageHinkleyOptions = {}) {
    super()
    const who = 'PageHinkley'
    checkOptionNames(who, options, ['minInstances', 'delta', 'threshold', 'alpha', 'mode'])
    this.options = {
      minInstances: checkCount(who, 'minInstances', options.minInstances ?? 30),
      delta: checkNumber(who, 'delta', options.delta ?? 0.005, 'a number of 0 or more', v => v >= 0),
      threshold: checkNumber(who, 'threshold', options.threshold ?? 50, 'a number above 0', v => v > 0),
      alpha: checkNumber(
        who,
        'alpha',
        options.alpha ?? 1 - 0.0001,
        'a number above 0, at most 1',
        v => v > 0 && v <= 1,
      ),
      mode: checkChoice(who, 'mode', options.mode ?? 'both', ['up', 'down', 'both']),
    }
  }

  clone(): PageHinkley {
    return new PageHinkley(this.options)
  }

  protected learn(x: number): void {
    const { minInstances, delta, threshold, alpha, mode } = this.options
    this.#mean += (x - this.#mean) / this.n
    const distance = x - this.#mean
    this.#increase = alpha * this.#increase + distance - delta
    this.#decrease = alpha * this.#decrease + distance + delta
    if (this.#increase < this.#minIncrease) this.#minIncrease = this.#increase
    if (this.#decrease > this.#maxDecrease) this.#maxDecrease = this.#decrease
    if (this.n < minInstances) return
    const up = mode !== 'down' && this.#increase - this.#minIncrease > threshold
    const down = mode !== 'up' && this.#maxDecrease - this.#decrease > threshold
    this.say(up || down)
  }

  protected level(): number | null {
    return this.n > 0 ? this.#mean : null
  }

  protected start(): void {
    this.#mean = 0
    this.#increase = 0
    this.#decrease = 0
    this.#minIncrease = Number.POSITIVE_INFINITY
    this.#maxDecrease = Number.NEGATIVE_INFINITY
  }

  protected save(): State {
    const finite = (x: number) => (Number.isFinite(x) ? x : null)
    return {
      mean: this.#mean,
      increase: this.#increase,
      decrease: this.#decrease,
      minIncrease: finite(this.#minIncrease),
      maxDecrease: finite(this.#maxDecrease),
    }
  }

  protected load(state: unknown): void {
    const { mean, increase, decrease, minIncrease, maxDecrease } = state as State
    this.#mean = mean
    this.#increase = increase
    this.#decrease = decrease
    this.#minIncrease = minIncrease ?? Number.POSITIVE_INFINITY
    this.#maxDecrease = maxDecrease ?? Number.NEGATIVE_INFINITY
  }
}
