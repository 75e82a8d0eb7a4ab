import { checkOptionNames } from '../../base/options.ts'
import { BaseDetector } from './baseDetector.ts'
import { checkChoice, checkCount, checkShare } from './checkDetectorOption.ts'
import { ExponentialHistogram, type ExponentialHistogramState } from './exponentialHistogram.ts'
import { BoundedInput, type InputBounds } from './inputBounds.ts'

/** Options of {@link ADWIN}. */
export interface ADWINOptions {
  /** Probability of a false alarm at a test. Default 0.002. */
  readonly delta?: number | undefined
  /** A test every so many values. Default 32. */
  readonly clock?: number | undefined
  /** Buckets of one size before two are merged. Default 5. */
  readonly maxBuckets?: number | undefined
  /** Values either side of a cut must have. Default 5. */
  readonly minWindowLength?: number | undefined
  /** No test before so many values. Default 10. */
  readonly gracePeriod?: number | undefined
  /** Where values lie. Default [0, 1]. */
  readonly bounds?: InputBounds | undefined
  /**
   * After an alarm `'restart'` forgets the window, as River does; `'shrink'` keeps the newer part of the cut, as the paper
   * says, at the price of several alarms for one change. Default `'restart'`.
   */
  readonly afterDrift?: 'restart' | 'shrink' | undefined
}

/**
 * Adaptive windowing (Bifet and Gavaldà, SDM 2007): keeps the longest window of which no two parts have means that differ by
 * more than chance, and alarms when it must drop the older part. The variance-aware bound of the paper, evaluated at the
 * borders of an exponential histogram; alarms at the very records at which River's does.
 *
 * Memory: O(maxBuckets · log n). Time: O(log n) at every `clock`-th value.
 *
 * @example
 * const adwin = new ml.ADWIN()
 * stream.process(ml.detectDrift(adwin, { value: row => row.correct ? 0 : 1 }))
 */
export class ADWIN extends BaseDetector {
  readonly type = 'ADWIN'
  readonly options: Readonly<Required<{ [K in keyof ADWINOptions]: Exclude<ADWINOptions[K], undefined> }>>
  #window: ExponentialHistogram
  #tick = 0

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: ADWINOptions = {}) {
    checkOptionNames('ADWIN', options, [
      'delta',
      'clock',
      'maxBuckets',
      'minWindowLength',
      'gracePeriod',
      'bounds',
      'afterDrift',
    ])
    const { bounds = [0, 1] } = options
    super(new BoundedInput('ADWIN', bounds))
    this.options = {
      delta: checkShare('ADWIN', 'delta', options.delta ?? 0.002),
      clock: checkCount('ADWIN', 'clock', options.clock ?? 32),
      maxBuckets: checkCount('ADWIN', 'maxBuckets', options.maxBuckets ?? 5, 2),
      minWindowLength: checkCount('ADWIN', 'minWindowLength', options.minWindowLength ?? 5),
      gracePeriod: checkCount('ADWIN', 'gracePeriod', options.gracePeriod ?? 10, 0),
      bounds: typeof bounds === 'string' ? bounds : [bounds[0], bounds[1]],
      afterDrift: checkChoice('ADWIN', 'afterDrift', options.afterDrift ?? 'restart', ['restart', 'shrink']),
    }
    this.#window = new ExponentialHistogram(this.options.maxBuckets)
  }

  /** Values in the window. */
  get width(): number {
    return this.#window.width
  }

  /** Sum of squared distances from the window's mean, of the values as mapped to [0, 1]. */
  get squares(): number {
    return this.#window.squares
  }

  clone(): ADWIN {
    return new ADWIN(this.options)
  }

  protected override get startsAnew(): boolean {
    return this.options.afterDrift === 'restart'
  }

  protected learn(x: number): void {
    this.#window.add(x)
    this.#tick++
    let drift = false
    if (this.#tick % this.options.clock === 0 && this.width > this.options.gracePeriod) {
      while (this.#window.hasCut((n0, n1, distance) => this.differ(n0, n1, distance))) {
        drift = true
        this.#window.dropOldest()
      }
    }
    this.say(drift)
  }

  protected level(): number | null {
    return this.width > 0 ? this.#window.total / this.width : null
  }

  protected start(): void {
    this.#window = new ExponentialHistogram(this.options.maxBuckets)
    this.#tick = 0
  }

  protected save(): unknown {
    return { tick: this.#tick, window: this.#window.toJSON() }
  }

  protected load(state: unknown): void {
    const { tick, window } = state as { tick: number; window: ExponentialHistogramState }
    this.#tick = tick
    this.#window.restore(window)
  }

  /** The paper's ε_cut for normal approximation, theorem 3.2. */
  private differ(n0: number, n1: number, distance: number): boolean {
    const { minWindowLength, delta } = this.options
    if (n0 < minWindowLength || n1 < minWindowLength) return false
    const logTerm = Math.log((2 * Math.log(this.width)) / delta)
    const inverse = 1 / (n0 - minWindowLength + 1) + 1 / (n1 - minWindowLength + 1)
    const variance = this.#window.squares / this.width
    const epsilon = Math.sqrt(2 * inverse * variance * logTerm) + (2 / 3) * logTerm * inverse
    return Math.abs(distance) > epsilon
  }
}
